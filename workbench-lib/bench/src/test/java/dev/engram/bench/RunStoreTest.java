package dev.engram.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records on disk: what is read back, what is no record, and what a new start does with them. */
class RunStoreTest {

    @TempDir Path folder;

    @BeforeEach
    void forgetRuns() {
        FakeTask.RUNS.clear();
    }

    private RunStore store() {
        return new RunStore(folder.resolve("results"));
    }

    private Path record(int base, int repetition) {
        return store().file("fake-costs", new Variant(Map.of("base", base)), repetition);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "3",
                "{\"format\": 1}",
                "{\"samples\": [null]}",
                "\u0000"
            })
    void aFileThatIsNoRecordIsReportedAndTheOthersAreRead(String text) throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        Files.writeString(record(10, 1), text);
        RunStore.Found found = store().load("fake-costs");
        assertThat(found.damaged()).containsExactly(record(10, 1));
        assertThat(found.runs()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"variant\"",
                "\"status\"",
                "\"definition\"",
                "\"machine\"",
                "\"message\"",
                "\"samples\""
            })
    void aRecordThatLacksAFieldIsDamaged(String field) throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String whole = Files.readString(record(20, 2));
        Files.writeString(record(20, 2), whole.replace(field, "\"renamed\""));
        assertThat(store().load("fake-costs").damaged()).containsExactly(record(20, 2));
    }

    @Test
    void aRecordOfALaterFormIsNotMisread() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String whole = Files.readString(record(10, 1));
        Files.writeString(record(10, 1), whole.replace("\"format\" : 1", "\"format\" : 2"));
        assertThat(store().load("fake-costs").damaged()).containsExactly(record(10, 1));
    }

    @Test
    void unknownFieldsOfARecordAreNoDamage() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String whole = Files.readString(record(10, 1));
        Files.writeString(
                record(10, 1), whole.replaceFirst("\"format\"", "\"later\" : [1], \"format\""));
        assertThat(store().load("fake-costs").damaged()).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBackAndWrittenAlike() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String first = Files.readString(record(10, 1));
        for (RunRecord run : store().load("fake-costs").runs()) {
            store().save(run);
        }
        assertThat(record(10, 1)).hasContent(first.stripTrailing());
        RunRecord run = store().load("fake-costs").runs().getFirst();
        assertThat(List.copyOf(run.versions().keySet())).isSorted();
    }

    @Provide
    Arbitrary<Map<String, Object>> factors() {
        Arbitrary<Object> value =
                Arbitraries.oneOf(
                        Arbitraries.strings()
                                .withChars("ab =/._:\"ä\u4e16")
                                .ofMaxLength(6)
                                .map(s -> (Object) s),
                        Arbitraries.integers().map(i -> (Object) i),
                        Arbitraries.longs().map(i -> (Object) i),
                        Arbitraries.doubles().map(d -> (Object) d),
                        Arbitraries.of(true, false).map(b -> (Object) b));
        return Arbitraries.maps(Arbitraries.of("a", "b", "threads"), value).ofMaxSize(3);
    }

    /** A resumed series finds its records by the variant's file name. */
    @Property(tries = 300)
    void aVariantReadBackHasTheSameFile(@ForAll("factors") Map<String, Object> factors)
            throws Exception {
        Variant variant = new Variant(new LinkedHashMap<>(factors));
        var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
        Variant read = mapper.readValue(mapper.writeValueAsString(variant), Variant.class);
        assertThat(read.slug()).isEqualTo(variant.slug()).matches("[A-Za-z0-9_=+-][^/\\\\:]{0,79}");
    }

    @Property(tries = 300)
    void differentVariantsHaveDifferentFiles(
            @ForAll("factors") Map<String, Object> one,
            @ForAll("factors") Map<String, Object> two) {
        Variant a = new Variant(one);
        Variant b = new Variant(two);
        // 1 and "1" are one value in a file of experiments
        if (!one.toString().equals(two.toString())) {
            assertThat(a.slug()).isNotEqualTo(b.slug());
        }
    }

    @Test
    void spacesWithinAValueAndBetweenFactorsDiffer() {
        Variant inside = new Variant(Map.of("flags", "-a b"));
        Variant underscore = new Variant(Map.of("flags", "-a_b"));
        assertThat(inside.slug()).isNotEqualTo(underscore.slug());
    }

    @Test
    void aSeriesThatCannotStartLeavesTheOneBefore() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        String yaml = Experiments.FAKE + "settings: {closed: true}\n";
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Experiments.run(folder, yaml, false))
                    .hasMessageContaining("closed today");
        }
        assertThat(store().load("fake-costs").runs()).hasSize(4);
        assertThat(store().experiment("fake-costs").settings()).isEmpty();
    }

    /** Old records of more repetitions than are wanted now would be averaged with new ones. */
    @Test
    void recordsOfAnotherDefinitionAreSetAsideOnResuming() throws Exception {
        Experiments.run(
                folder, Experiments.FAKE.replace("repetitions: 2", "repetitions: 4"), false);
        String changed = Experiments.FAKE.replace("version: 1", "version: 2");
        Experiments.run(folder, changed, true);
        assertThat(store().load("fake-costs").runs())
                .hasSize(4)
                .allMatch(r -> r.experimentVersion() == 2);
        assertThat(store().folder("fake-costs").resolve("previous-runs/base=20/r004.json"))
                .isRegularFile();
    }

    @Test
    void recordsOfTheSameDefinitionBeyondTheRepetitionsWantedAreKept() throws Exception {
        Experiments.run(
                folder, Experiments.FAKE.replace("repetitions: 2", "repetitions: 3"), false);
        assertThat(Experiments.run(folder, Experiments.FAKE, true).skipped()).isEqualTo(4);
        assertThat(store().load("fake-costs").runs()).hasSize(6);
    }

    @Test
    void aFailureWithoutWordsIsStillAFailure() throws Exception {
        for (String kind : List.of("io", "checked", "runtime")) {
            String yaml = Experiments.FAKE + "settings: {throw: " + kind + "}\n";
            ExperimentRunner.Outcome outcome = Experiments.run(folder, yaml, false);
            assertThat(outcome.failed()).as(kind).isEqualTo(4);
            assertThat(outcome.problems()).allMatch(p -> p.endsWith("Exception"));
            assertThat(store().load("fake-costs").runs()).hasSize(4).noneMatch(RunRecord::finished);
        }
    }

    @Test
    void anInterruptWithinARunIsNoFailedRun() throws Exception {
        String yaml = Experiments.FAKE + "settings: {throw: interrupted}\n";
        assertThatThrownBy(() -> Experiments.run(folder, yaml, false))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
        assertThat(store().load("fake-costs").runs()).isEmpty();
    }

    @Test
    void aFactorTheTaskDoesNotKnowIsFoundInEveryBlock() {
        String yaml =
                Experiments.FAKE.replace(
                        "variants:\n  base: [10, 20]", "variants: [{base: 1}, {bsae: 2}]");
        assertThatThrownBy(() -> Experiments.run(folder, yaml, false))
                .hasMessageContaining("knows no factor 'bsae'");
        assertThat(FakeTask.RUNS).isEmpty();
    }

    @Test
    void namesOfExperimentsAreNoPaths() throws Exception {
        Experiments.run(folder, Experiments.FAKE, false);
        for (String name : List.of("../results/fake-costs", "fake-cost", "", "..")) {
            assertThatThrownBy(() -> store().experiment(name))
                    .as(name)
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("no results of an experiment");
        }
    }
}
