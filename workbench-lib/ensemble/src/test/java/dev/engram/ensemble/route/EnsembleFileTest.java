package dev.engram.ensemble.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.RetrySpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnsembleFileTest {

    @Test
    void readsPoolsRoutesAndPolicies() {
        EnsembleConfig config =
                EnsembleFile.parse(
                        """
                        pools:
                          fast: {models: small, slots: 8, queue: 5}
                          good: {models: [big, bigger], fallback: fast, restMillis: 500}
                        routes: {coding: good}
                        retry: {tries: 2}
                        deadlineMillis: 1000
                        """,
                        "x.yaml");

        assertThat(config.pools())
                .containsExactly(
                        new PoolSpec("fast", List.of("small"), 8, 5, "", 10_000),
                        new PoolSpec("good", List.of("big", "bigger"), 4, 32, "fast", 500));
        assertThat(config.poolFor("coding")).isEqualTo("good");
        assertThat(config.poolFor("research")).isEqualTo("fast");
        assertThat(config.retry()).isEqualTo(new RetrySpec(2, 200, 5_000));
        assertThat(config.deadlineMillis()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    pools: {a: {model: [x]}}                              | unknown setting 'model'
                    pools: {a: {models: [x], slots: many}}                | slots is "many", not a whole number
                    pools: {a: {models: []}}                              | pool 'a' has no models
                    pools: {a: {models: [x], fallback: b}}                | names 'b', which there is not
                    pools: {a: {models: [x], fallback: a}}                | its own fallback
                    pools: {a: {models: [x, x]}}                          | names a model twice
                    pools: {a: {models: [x], slots: 65}}                  | out of range
                    {pools: {a: {models: [x]}}, routes: {codin: a}}       | names 'codin', which there is not
                    {pools: {a: {models: [x]}}, retry: {tries: 0}}        | tries 0
                    routes: {}                                            | has no pool
                    pools: {a: {models: [x], slots: 4294967297}}          | x.yaml, pool 'a': slots is 4294967297, not
                    pools: {a: {models: [x], slots: 99999999999999999999}}| slots is 99999999999999999999, not
                    pools: {a: {models: [x], slots: 2.5}}                 | slots is 2.5, not a whole number
                    pools: {a: {models: }}                                | x.yaml: pool 'a' has no models
                    pools: {a: {models: [{b: c}]}}                        | models is {"b":"c"}, not a text
                    pools: {a: {models: {b: c}}}                          | models is {"b":"c"}, not a text
                    pools: {a: {models: [x], fallback: [b]}}              | fallback is ["b"], not a text
                    pools: {a: x}                                         | pool 'a': this is no map
                    pools: [a]                                            | x.yaml: pools is ["a"], not a map
                    {pools: {a: {models: [x]}}, routes: {coding: [a]}}    | routes: coding is ["a"], not a text
                    {pools: {a: {models: [x]}}, routes: coding}           | routes is "coding", not a map
                    {pools: {a: {models: [x]}}, retry: 3}                 | retry is 3, not a map
                    {pools: {a: {models: [x]}}, retry: {try: 3}}          | x.yaml, retry: unknown setting 'try'
                    {pools: {a: {models: [x]}}, deadlineMillis: 0}        | x.yaml: deadline 0 ms
                    {pools: {a: {models: [x]}}, leastConfidence: 2}       | confidence 2.0 out of range
                    {pools: {a: {models: [x]}}, leastConfidence: high}    | leastConfidence is "high", not a number
                    pools: {a: {models: [x]}, a: {models: [y]}}           | Duplicate field 'a'
                    - pools                                               | x.yaml: this is no map
                    'pools: ['                                            | x.yaml, line 1: not readable as YAML
                    """)
    void whatIsWrongIsNamed(String text, String problem) {
        assertThatThrownBy(() -> EnsembleFile.parse(text, "x.yaml"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(WorkbenchException.Category.USAGE);
                            assertThat(e.userMessage()).contains(problem);
                        });
    }

    @Test
    void nothingBehindANameIsAsIfItWereNotThere() {
        EnsembleConfig config =
                EnsembleFile.parse("pools: {a: {models: [x], fallback: }}\nretry:\nroutes:\n", "x");
        assertThat(config.pools().getFirst().fallback()).isEmpty();
        assertThat(config.retry()).isEqualTo(RetrySpec.DEFAULT);
        assertThat(config.routes()).isEmpty();
    }

    @Test
    void aFileThatIsNoTextIsSaid(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("e.yaml");
        Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff, '\n'});
        assertThatThrownBy(() -> EnsembleFile.read(file))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("e.yaml is no text in UTF-8");
    }

    @Test
    void aMissingFileIsSaid() {
        assertThatThrownBy(() -> EnsembleFile.read(Path.of("none.yaml")))
                .hasMessage("no ensemble configuration none.yaml");
    }

    @Test
    void withoutAFileACodingModelGetsItsOwnPool() {
        EnsembleConfig plain = EnsembleConfig.defaults(List.of("smol"));
        assertThat(plain.pools()).hasSize(1);
        assertThat(plain.poolFor("coding")).isEqualTo("general");

        EnsembleConfig two = EnsembleConfig.defaults(List.of("smol", "Qwen2.5-Coder-0.5b"));
        assertThat(two.poolFor("testing")).isEqualTo("coding");
        assertThat(two.poolFor("documentation")).isEqualTo("general");
        assertThat(two.pools().get(1).fallback()).isEqualTo("general");
    }
}
