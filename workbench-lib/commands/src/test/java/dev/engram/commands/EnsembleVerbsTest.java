package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.ensemble.AssistantHandle;
import dev.engram.commands.ensemble.EnsembleStatus;
import dev.engram.commands.view.JsonView;
import dev.engram.ensemble.pattern.EnsembleResult;
import dev.engram.ensemble.pattern.EnsembleTask;
import dev.engram.ensemble.pattern.Part;
import dev.engram.ensemble.pattern.Pattern;
import dev.engram.ensemble.pool.PoolStatus;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnsembleVerbsTest {

    @TempDir private Path folder;

    private final Services services = new Services();
    private final WorkbenchHome home = WorkbenchHome.fromEnvironment();

    @AfterEach
    void close() {
        services.close();
    }

    @BeforeEach
    void twoModelsAndOneThatIsMissing() throws IOException {
        assumeTrue(Files.isDirectory(home.natives()), "needs the natives: run ./workbench setup");
        TinyModel.write(folder.resolve("a.gguf"));
        Files.copy(folder.resolve("a.gguf"), folder.resolve("b.gguf"));
        Files.writeString(
                folder.resolve("ensemble.yaml"),
                """
                pools:
                  general: {models: [a.gguf, b.gguf], slots: 2}
                  coding: {models: [missing.gguf], slots: 1, fallback: general}
                routes: {coding: coding, testing: coding}
                retry: {tries: 2, firstPauseMillis: 1}
                """);
    }

    private Object run(@Nullable String body, String... arguments) {
        VerbContext context =
                new VerbContext(folder, home, Progress.none(), t -> {}, n -> {}, services, body);
        Outcome outcome = VerbRunner.run(List.of(arguments), context);
        return ((Outcome.Value) outcome).result();
    }

    private EnsembleResult runTask(String pattern, String task) {
        return (EnsembleResult)
                run(
                        task,
                        "ensemble",
                        "run",
                        "--config",
                        "ensemble.yaml",
                        "--max-tokens",
                        "12",
                        "--pattern",
                        pattern);
    }

    @Test
    void everyPatternRunsOnRealModelsAndStatusTellsOfIt() {
        EnsembleResult code = runTask("specialized", "Implement a function that sorts");
        assertThat(code.parts().getFirst().pool()).isEqualTo("general");
        assertThat(code.parts().getFirst().fallback()).isEqualTo(code.taskType().equals("coding"));

        EnsembleResult pipeline = runTask("pipeline", "A cache");
        assertThat(pipeline.parts()).extracting(Part::name).containsExactly("design", "code");
        assertThat(pipeline.parts()).allMatch(Part::answered);

        EnsembleResult collaborative = runTask("collaborative", "A cache");
        assertThat(collaborative.answer()).contains("## architecture", "## tests");

        EnsembleResult compared = runTask("compare", "A cache");
        assertThat(compared.parts())
                .extracting(Part::name)
                .containsExactly("a.gguf", "b.gguf", "missing.gguf");
        assertThat(compared.parts().get(2).problem()).contains("missing.gguf");
        assertThat(JsonView.of(compared)).contains("\"pattern\"");

        EnsembleStatus status =
                (EnsembleStatus) run(null, "ensemble", "status", "--config", "ensemble.yaml");
        assertThat(status.pools())
                .extracting(PoolStatus::name)
                .containsExactly("general", "coding");
        assertThat(status.fallbacks()).isPositive();
        assertThat(status.pools()).allMatch(p -> p.active() == 0 && p.waiting() == 0);
        assertThat(status)
                .asString()
                .contains("a.gguf: loaded")
                .contains("missing.gguf: not loaded");
        assertThat(run(null, "ensemble", "status", "--config=ensemble.yaml", "--metrics"))
                .asString()
                .contains("ensemble_requests_seconds_count");
    }

    @Test
    void javaCallsTheSame() throws IOException {
        WorkbenchHome own = new WorkbenchHome(folder.resolve("home"));
        Files.createDirectories(own.root());
        Files.createSymbolicLink(own.natives(), home.natives().toRealPath());
        Files.createSymbolicLink(
                own.root().resolve("downloads"), home.root().resolve("downloads").toRealPath());
        Files.writeString(
                own.root().resolve("ensemble.yaml"),
                "pools: {only: {models: [a.gguf], slots: 2}}\nleastConfidence: 0\n");
        EnsembleResult result =
                new AssistantHandle(
                                "default",
                                () ->
                                        new VerbContext(
                                                folder,
                                                own,
                                                Progress.none(),
                                                t -> {},
                                                n -> {},
                                                services,
                                                null))
                        .run(EnsembleTask.of("Say it", Pattern.POOL).withMaxTokens(4));

        assertThat(result.merged()).isEqualTo("pool with the shortest wait: only");
        assertThat(result.toString()).startsWith(result.answer());
    }

    @Test
    void mistakesAreALine() {
        assertUserMessage("no task given", "ensemble", "run");
        assertUserMessage("none.yaml", "ensemble", "run", "x", "--config", "none.yaml");
        assertUserMessage("pattern", "ensemble", "run", "x", "--pattern", "pools");
        assertUserMessage(
                "none.engram",
                "ensemble",
                "run",
                "x",
                "--config=ensemble.yaml",
                "-e",
                "none.engram");
    }

    private void assertUserMessage(String part, String... arguments) {
        assertThatThrownBy(() -> run(null, arguments))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.userMessage()).contains(part);
                            assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
                        });
    }
}
