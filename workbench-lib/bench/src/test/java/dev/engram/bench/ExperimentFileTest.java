package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentFileTest {

    @TempDir Path folder;

    private Experiment parse(String yaml) {
        return ExperimentFile.parse(yaml, folder, "x.yaml");
    }

    private static String userMessage(Throwable e) {
        return ((WorkbenchException) e).userMessage();
    }

    @Test
    void readsEveryKey() {
        Experiment e =
                parse(
                        """
                        name: kernel-latency
                        question: How long does a cell take?
                        task: command
                        metadata: {version: 3, author: us}
                        seed: 7
                        repetitions: 5
                        settings:
                          command: [python, measure.py, "--kernel", "{kernel}"]
                        variants:
                          - {kernel: [ipykernel, ours], flags: none}
                          - {kernel: ours, flags: c1}
                        metrics:
                          cell: {unit: ms, better: lower, statistic: median, description: A cell.}
                        charts:
                          - {y: cell, type: line, x: flags, title: Cells, logY: true}
                        baseline: {kernel: ipykernel}
                        versions: {ipykernel: "6.29"}
                        """);
        assertThat(e.version()).isEqualTo(3);
        assertThat(e.variants())
                .extracting(Variant::label)
                .containsExactly("ipykernel none", "ours none", "ours c1");
        assertThat(e.metrics().getFirst().statistic()).isEqualTo(Statistic.MEDIAN);
        assertThat(e.charts().getFirst().type()).isEqualTo(ChartSpec.Type.LINE);
        assertThat(e.charts().getFirst().logY()).isTrue();
        assertThat(e.baselineVariant().label()).isEqualTo("ipykernel none");
        assertThat(e.versions()).containsEntry("ipykernel", "6.29");
    }

    @Test
    void defaultsAreOneVariantOnce() {
        Experiment e = parse("{name: a, question: b, task: fake, metadata: {version: 1}}");
        assertThat(e.variants()).extracting(Variant::name).containsExactly("all");
        assertThat(e.repetitions()).isEqualTo(1);
    }

    @Test
    void errorsNameThePlaceAndTheNearMatch() {
        assertThatThrownBy(() -> parse(Experiments.FAKE + "repetition: 3\n"))
                .satisfies(
                        e ->
                                assertThat(userMessage(e))
                                        .contains("x.yaml: unknown key 'repetition'")
                                        .contains("did you mean 'repetitions'?"));
        assertThatThrownBy(() -> parse("name: Bad Name\nmetadata: {version: 1}\n"))
                .hasMessageContaining("name: 'Bad Name'");
        assertThatThrownBy(() -> parse("name: a\ntask: b\nquestion: c\n"))
                .hasMessageContaining("metadata.version");
        assertThatThrownBy(() -> parse("name: [a\n"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("x.yaml:");
        assertThatThrownBy(() -> parse("name: a\nname: b\n")).hasMessageContaining("Duplicate");
        assertThatThrownBy(() -> parse(Experiments.FAKE + "charts: [{y: a, type: pie}]"))
                .hasMessageContaining("charts.type: unknown value 'pie'");
        assertThatThrownBy(() -> ExperimentFile.read(folder.resolve("none.yaml")))
                .hasMessageContaining("no experiment file");
    }

    private static final String HEAD = "name: a\nquestion: b\ntask: fake\nmetadata: {version: 1}\n";

    /** One line that names file, key and what is wrong; each is a mistake people make. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repetitions: 0 | x.yaml: repetitions: must be 1 to 10,000",
                "repetitions: many | x.yaml: repetitions: must be a whole number, not 'many'",
                "repetitions: 2.5 | x.yaml: repetitions: must be a whole number, not '2.5'",
                "seed: abc | x.yaml: seed: must be a whole number, not 'abc'",
                "metrics: {m: {better: lover}} | x.yaml: metrics.m.better: unknown value 'lover'",
                "metrics: {m: {statistic: p96}} | x.yaml: metrics.m.statistic: unknown value 'p96'",
                "metrics: {m: {units: ms}} | x.yaml: unknown key 'metrics.m.units'",
                "metrics: {m: ms} | x.yaml: metrics.m: must be a map",
                "metrics: [m] | x.yaml: metrics: must be a map",
                "charts: [cost] | x.yaml: charts: must be a map",
                "charts: [{type: bar}] | x.yaml: charts.y: is missing",
                "charts: [{y: m, type: line}] | x.yaml: charts.x: is missing",
                "charts: [{y: m, logY: 1}] | x.yaml: charts.logY: must be true or false, not '1'",
                "charts: [{y: m, name: k}, {y: n, name: K}] | two charts are called 'K'",
                "variants: {v: []} | variants: 'v' has no values",
                "variants: {v: [[1]]} | variants: 'v' has the value [1]",
                "variants: {v: ~} | variants: 'v' has the value null",
                "variants: [1] | x.yaml: variants: must be a map",
                "settings: [1] | x.yaml: settings: must be a map",
                "baseline: v | x.yaml: baseline: must be a map",
                "task: other | x.yaml:5: Duplicate",
            })
    void everyMistakeIsALineOfItsOwn(String line, String said) {
        assertThatThrownBy(() -> parse(HEAD + line + "\n"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.userMessage()).contains(said);
                            assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
                        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"- a\n- b\n", "just text\n", "3\n", "{a: 1}: 2\n", "a: b: c\n", "\t"})
    void whatIsNoMapIsSaidWithoutJavaWords(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.userMessage())
                                        .startsWith("x.yaml")
                                        .doesNotContain("java", "Jackson", "while scanning"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "question", "task", "metadata"})
    void whatMustBeThereIsMissedByName(String key) {
        String without =
                HEAD.lines().filter(l -> !l.startsWith(key)).reduce("", (a, b) -> a + b + "\n");
        assertThatThrownBy(() -> parse(without)).hasMessageContaining("x.yaml: " + key);
    }

    @Test
    void aFileThatIsNoTextIsSaid() throws Exception {
        Path file = folder.resolve("latin.yaml");
        Files.write(file, new byte[] {'n', 'a', 'm', 'e', ':', ' ', (byte) 0xe4, '\n'});
        assertThatThrownBy(() -> ExperimentFile.read(file))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("latin.yaml is no text in UTF-8");
        assertThatThrownBy(() -> ExperimentFile.read(folder))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("no experiment file");
    }

    @Test
    void valuesKeepTheirKindsAndTheOrderOfTheFile() {
        Experiment e =
                parse(
                        HEAD
                                + "variants: {z: [1, 1.5, true, text], a: \"01\"}\nbaseline: {z: true}\n");
        assertThat(e.variants())
                .extracting(Variant::name)
                .containsExactly("z=1 a=01", "z=1.5 a=01", "z=true a=01", "z=text a=01");
        assertThat(e.variants().getFirst().values().get("z")).isEqualTo(1);
        assertThat(e.baselineVariant().name()).isEqualTo("z=true a=01");
    }

    @Test
    void aBaselineThatMatchesNothingNamesTheVariants() {
        Experiment e = parse(HEAD + "variants: {v: [1, 2]}\nbaseline: {v: 3}\n");
        assertThatThrownBy(e::baselineVariant)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        x -> assertThat(x.userMessage()).contains("{v=3}", "v=1", "v=2"));
        assertThat(parse(HEAD + "variants: {v: [1, 2]}\n").baselineVariant().name())
                .isEqualTo("v=1");
    }

    @Test
    void settingsOfTheCallReplaceThoseOfTheFile() {
        Experiment e = parse(HEAD + "repetitions: 3\nsettings: {a: 1, b: 2}\n");
        Experiment other = e.with(Map.of("b", "5", "c", "x"), 0);
        assertThat(other.settings()).containsEntry("a", 1).containsEntry("b", "5");
        assertThat(other.overrides()).containsExactlyInAnyOrder("b", "c");
        assertThat(other.repetitions()).isEqualTo(3);
        assertThat(e.with(Map.of(), 7).repetitions()).isEqualTo(7);
        assertThat(e.settings()).containsEntry("b", 2);
        for (int wrong : new int[] {-1, 10_001}) {
            assertThatThrownBy(() -> e.with(Map.of(), wrong))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("repetitions must be 1 to 10,000");
        }
    }

    /** Everything that ships must at least be readable. */
    @Test
    void theExperimentsOfTheProjectAreRead() throws Exception {
        Path project = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(project.resolve("experiments"))) {
            project = project.getParent();
        }
        List<Path> files;
        try (var walk = Files.walk(project.resolve("experiments"))) {
            files = walk.filter(f -> f.toString().endsWith(".yaml")).toList();
        }
        assertThat(files).hasSizeGreaterThan(5);
        for (Path file : files) {
            Experiment e = ExperimentFile.read(file);
            assertThat(Tasks.named(e.task()).name()).isEqualTo(e.task());
            e.checkSettings(Tasks.named(e.task()).settings());
            e.baselineVariant();
        }
    }

    @Test
    void equalVariantsAreRefused() {
        assertThatThrownBy(
                        () ->
                                parse(
                                        "{name: a, question: b, task: fake, metadata: {version: 1},"
                                                + " variants: [{x: 1}, {x: [1, 2]}]}"))
                .hasMessageContaining("two variants are the same");
    }

    @Test
    void theDefinitionChangesWithWhatDeterminesARunAndWithNothingElse() {
        Experiment e = parse(Experiments.FAKE);
        Variant v = e.variants().getFirst();
        String definition = e.definition(v);
        assertThat(
                        parse(Experiments.FAKE.replace("repetitions: 2", "repetitions: 9"))
                                .definition(v))
                .isEqualTo(definition);
        assertThat(parse(Experiments.FAKE.replace("version: 1", "version: 2")).definition(v))
                .isNotEqualTo(definition);
        assertThat(e.with(Map.of("sleepMillis", "1"), 0).definition(v)).isNotEqualTo(definition);
        assertThat(e.definition(e.variants().get(1))).isNotEqualTo(definition);
    }

    @Test
    void unknownTaskOrSettingIsALineWithTheNearMatch() {
        assertThatThrownBy(() -> Tasks.named("comand"))
                .satisfies(e -> assertThat(userMessage(e)).contains("did you mean 'command'?"));
        String yaml = Experiments.FAKE + "settings: {sleepMilis: 3}\n";
        assertThatThrownBy(() -> Experiments.run(folder, yaml, false))
                .satisfies(e -> assertThat(userMessage(e)).contains("did you mean 'sleepMillis'?"));
        String factor = Experiments.FAKE.replace("base: [", "bases: [");
        assertThatThrownBy(() -> Experiments.run(folder, factor, false))
                .satisfies(e -> assertThat(userMessage(e)).contains("did you mean 'base'?"));
    }
}
