package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
