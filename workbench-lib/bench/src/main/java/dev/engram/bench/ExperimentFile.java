package dev.engram.bench;

import dev.engram.base.WorkbenchException;
import dev.engram.bench.internal.YamlMap;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads experiment files. The form is described in {@code docs/experiments.md}. */
public final class ExperimentFile {

    private ExperimentFile() {}

    /**
     * Reads and checks a file.
     *
     * @throws WorkbenchException naming the file and the key, with the near match on a typo
     */
    public static Experiment read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw WorkbenchException.missing(
                    "no experiment file " + file, "give the path of a .yaml file");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw WorkbenchException.usage(file + " is no text in UTF-8", "save it as UTF-8");
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        return parse(text, folder == null ? Path.of("/") : folder, file.toString());
    }

    /** Reads an experiment from text; {@code folder} is where its relative paths start. */
    public static Experiment parse(String text, Path folder, String place) {
        YamlMap yaml = YamlMap.parse(text, place);
        yaml.onlyKeys(
                "name",
                "question",
                "task",
                "metadata",
                "seed",
                "repetitions",
                "settings",
                "variants",
                "metrics",
                "charts",
                "baseline",
                "versions");
        String name = yaml.text("name");
        if (!name.matches("[a-z0-9][a-z0-9-]{0,63}")) {
            throw yaml.error("name", "'" + name + "' is not made of a-z, 0-9 and hyphens");
        }
        YamlMap metadata = yaml.map("metadata");
        int version = metadata.integer("version", -1);
        if (version < 1) {
            throw yaml.error("metadata.version", "a version of at least 1 is needed");
        }
        int repetitions = yaml.integer("repetitions", 1);
        if (repetitions < 1 || repetitions > Experiment.MOST_REPETITIONS) {
            throw yaml.error("repetitions", "must be 1 to 10,000");
        }
        List<Variant> variants = variants(yaml);
        List<MetricSpec> metrics = metrics(yaml);
        Map<String, String> versions = new LinkedHashMap<>();
        yaml.map("versions").values().forEach((k, v) -> versions.put(k, String.valueOf(v)));
        return new Experiment(
                name,
                version,
                yaml.text("question"),
                yaml.text("task"),
                yaml.integer("seed", 1),
                repetitions,
                yaml.map("settings").values(),
                variants,
                metrics,
                charts(yaml),
                yaml.map("baseline").values(),
                versions,
                folder,
                Set.of(),
                text);
    }

    private static List<Variant> variants(YamlMap yaml) {
        List<Variant> all = new ArrayList<>();
        for (YamlMap block : yaml.mapOrMaps("variants")) {
            all.addAll(Variant.expand(block.values()));
        }
        if (all.isEmpty()) {
            return List.of(new Variant(Map.of()));
        }
        if (all.stream().map(Variant::slug).distinct().count() < all.size()) {
            throw yaml.error("variants", "two variants are the same");
        }
        return List.copyOf(all);
    }

    private static List<MetricSpec> metrics(YamlMap yaml) {
        List<MetricSpec> metrics = new ArrayList<>();
        YamlMap declared = yaml.map("metrics");
        for (String name : declared.values().keySet()) {
            YamlMap one = declared.map(name);
            one.onlyKeys("unit", "description", "better", "statistic", "source");
            metrics.add(
                    new MetricSpec(
                            name,
                            one.text("description", ""),
                            one.text("unit", ""),
                            one.choice("better", MetricSpec.Better.NEITHER),
                            one.text("source", name),
                            Transform.identity(),
                            one.choice("statistic", Statistic.MEAN)));
        }
        return List.copyOf(metrics);
    }

    private static List<ChartSpec> charts(YamlMap yaml) {
        List<ChartSpec> charts = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlMap one : yaml.mapOrMaps("charts")) {
            one.onlyKeys("name", "title", "type", "y", "x", "series", "relative", "logX", "logY");
            ChartSpec plain = ChartSpec.bars(one.text("y"));
            ChartSpec.Type type = one.choice("type", ChartSpec.Type.BAR);
            if (type != ChartSpec.Type.BAR) {
                one.text("x");
            }
            charts.add(
                    new ChartSpec(
                            chartName(one, plain, names),
                            one.text("title", ""),
                            type,
                            plain.y(),
                            one.text("x", ""),
                            one.text("series", ""),
                            one.flag("relative"),
                            one.flag("logX"),
                            one.flag("logY")));
        }
        return List.copyOf(charts);
    }

    /** A file name that no other chart has: two charts of one metric must not share a file. */
    private static String chartName(YamlMap chart, ChartSpec plain, Set<String> taken) {
        String wanted = chart.text("name", "").replaceAll("[^A-Za-z0-9._-]+", "-");
        if (!wanted.isEmpty()) {
            if (!taken.add(wanted.toLowerCase(Locale.ROOT))) {
                throw chart.error("name", "two charts are called '" + wanted + "'");
            }
            return wanted;
        }
        String name = plain.name();
        for (int i = 2; !taken.add(name.toLowerCase(Locale.ROOT)); i++) {
            name = plain.name() + "-" + i;
        }
        return name;
    }
}
