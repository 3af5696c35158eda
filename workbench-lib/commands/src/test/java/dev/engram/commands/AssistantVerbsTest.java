package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.dataset.DatasetListing;
import dev.engram.commands.ensemble.AssistantHandle;
import dev.engram.commands.ensemble.EnsembleStatus;
import dev.engram.commands.view.JsonView;
import dev.engram.engram.Engram;
import dev.engram.engram.IngestOptions;
import dev.engram.ensemble.Answer;
import dev.engram.ensemble.TaskClassifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs that answer, with a real model where set-up has brought one. */
class AssistantVerbsTest {

    private static final String SOURCE =
            """
            package org.example;

            class TextUtils {
                /**
                 * Tests if a text is empty, null or made of white space only.
                 *
                 * <pre>
                 * TextUtils.isHollow(null)  = true
                 * TextUtils.isHollow("")    = true
                 * TextUtils.isHollow("bob") = false
                 * </pre>
                 *
                 * @param text the text to test, may be null
                 * @return {@code true} if the text is null, empty or white space only
                 */
                static boolean isHollow(String text) {
                    return text == null || text.isBlank();
                }

                /** Turns the letters of a text around. */
                static String turned(String text) {
                    return new StringBuilder(text).reverse().toString();
                }
            }
            """;

    @TempDir Path folder;
    private final Services services = new Services();
    private final StringBuilder streamed = new StringBuilder();

    @AfterEach
    void close() {
        services.close();
    }

    private VerbContext context(WorkbenchHome home, @Nullable String body) {
        return new VerbContext(
                folder, home, Progress.none(), streamed::append, n -> {}, services, body);
    }

    private Object run(WorkbenchHome home, @Nullable String body, String... arguments) {
        Outcome outcome = VerbRunner.run(List.of(arguments), context(home, body));
        return ((Outcome.Value) outcome).result();
    }

    private WorkbenchHome homeWithModel() throws Exception {
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        assumeTrue(
                Files.isRegularFile(home.models().resolve("SmolLM2-135M-Instruct.Q4_1.gguf")),
                "no SmolLM2 in " + home.models() + ": run ./workbench setup");
        assumeTrue(Files.isDirectory(home.natives()), "llama.cpp is not set up");
        Path sources = Files.createDirectories(folder.resolve("src/org/example"));
        Files.writeString(sources.resolve("TextUtils.java"), SOURCE);
        Engram.ingest(
                folder.resolve("src"),
                folder.resolve("x.engram"),
                IngestOptions.defaults(),
                Progress.none());
        return home;
    }

    @Test
    void aSmallModelAnswersACheckableQuestionFromTheEngramWithItsSource() throws Exception {
        WorkbenchHome home = homeWithModel();
        String[] line = {
            "ask",
            "-e",
            "x.engram",
            "--model",
            "SmolLM2-135M-Instruct.Q4_1",
            "--max-tokens",
            "48",
            "--no-history"
        };
        String question = "What does TextUtils.isHollow return for null?";
        Answer answer = (Answer) run(home, question, line);
        assertThat(answer.answer().toLowerCase()).contains("true");
        assertThat(answer.sources().getFirst().path()).isEqualTo("org/example/TextUtils.java");
        assertThat(answer.sources().getFirst().startLine()).isBetween(1, 15);
        assertThat(answer.sources().getFirst().endLine()).isBetween(16, 20);
        assertThat(streamed.toString().strip()).isEqualTo(answer.answer());
        assertThat(answer).asString().doesNotContain(answer.answer()).contains("[1] org/example");

        Answer again = (Answer) run(home, question, line);
        assertThat(again.answer()).isEqualTo(answer.answer());
        String json = JsonView.of(again);
        assertThat(json)
                .startsWith("{\"answer\":")
                .contains("\"sources\":[{\"engram\":\"x.engram\",\"path\":", "\"startLine\":")
                .contains("\"taskType\":", "\"confidence\":", "\"usage\":{\"promptTokens\":");

        Answer java =
                new AssistantHandle("SmolLM2-135M-Instruct.Q4_1", () -> context(home, null))
                        .ask("What does TextUtils.isHollow return for null?", "x.engram");
        assertThat(java.answer()).startsWith(answer.answer().substring(0, 20));
        assertThat(java).asString().contains(java.answer());
        assertThat((String) java.mimeBundle().get("text/html")).contains("TextUtils.java</code>");
    }

    @Test
    void classifyAndStatusNeedNoModel() {
        WorkbenchHome home = new WorkbenchHome(folder.resolve("home"));
        assertThat(
                        run(
                                home,
                                null,
                                "ensemble",
                                "classify",
                                "--classifier",
                                "patterns",
                                "write a unit test"))
                .isEqualTo(new TaskClassifier.Classification("testing", 1.0));
        assertThat(run(home, "Explain the design", "ensemble", "classify", "--classifier=patterns"))
                .asString()
                .startsWith("research");
        EnsembleStatus status = (EnsembleStatus) run(home, null, "ensemble", "status");
        assertThat(status.assistants()).containsExactly("ask", "code", "research");
    }

    @Test
    void mistakesAreALine() {
        WorkbenchHome home = new WorkbenchHome(folder.resolve("home"));
        assertUserMessage(() -> run(home, null, "ask"), "no question given");
        assertUserMessage(() -> run(home, null, "ask", "why?", "-e", "none.engram"), "none.engram");
        assertUserMessage(() -> run(home, null, "ask", "why?", "-k", "0"), "sources 0");
        assertUserMessage(() -> run(home, null, "ensemble", "classify"), "no task given");
        assertUserMessage(() -> run(home, null, "dataset", "load", "comons"), "commons-lang3");
        assertUserMessage(
                () -> run(home, null, "dataset", "load", "cosq"), "did you mean 'cosqa'?");
    }

    @Test
    void theCatalogueIsListed() {
        WorkbenchHome home = new WorkbenchHome(folder.resolve("home"));
        DatasetListing list = (DatasetListing) run(home, null, "dataset", "list");
        assertThat(list).asString().contains("commons-lang3", "Apache-2.0");
        assertThat(JsonView.of(list).lines()).hasSize(list.datasets().size());
    }

    private static void assertUserMessage(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.userMessage()).contains(part);
                            assertThat(e.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
                        });
    }
}
