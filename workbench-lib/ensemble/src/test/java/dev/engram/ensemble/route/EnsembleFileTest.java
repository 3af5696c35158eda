package dev.engram.ensemble.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.pool.PoolSpec;
import dev.engram.ensemble.pool.RetrySpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
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
