package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.ensemble.AnswerCheck;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.Citation;
import dev.engram.ensemble.Citation.Status;
import dev.engram.ensemble.ContextPassage;
import dev.engram.ensemble.ContextSource;
import dev.engram.ensemble.Source;
import dev.engram.ensemble.Subtasks;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CitationsTest {

    private static final List<Source> SHOWN =
            List.of(
                    new Source("x.engram", "org/a/Text.java", 10, 20, 0.9),
                    new Source("x.engram", "docs/guide.md", 1, 5, 0.5));

    /** Holds one more file. */
    private static final ContextSource ENGRAM =
            new ContextSource() {
                @Override
                public List<ContextPassage> find(String text, int k) {
                    return List.of();
                }

                @Override
                public boolean holds(String path, int start, int end) {
                    return Citations.same("org/b/Other.java", path) && start <= 99;
                }
            };

    private static List<Citation> in(String answer) throws IOException {
        return new Citations(SHOWN, List.of(ENGRAM)).in(answer, CodeBlocks.of(answer));
    }

    @Test
    void numbersAreTheSourcesShown() throws IOException {
        assertThat(in("It is so [1]. And so [2, 3]; array[1] and [link](x.md) are none."))
                .containsExactly(
                        new Citation("[1]", Status.SHOWN, 1, ""),
                        new Citation("[2]", Status.SHOWN, 2, ""),
                        new Citation("[3]", Status.INVENTED, 0, "[2]"),
                        new Citation("x.md", Status.INVENTED, 0, ""));
    }

    @Test
    void pathsAndLinesResolveToShownPassagesOrOthersOfTheEngram() throws IOException {
        assertThat(
                        in(
                                "See Text.java:12-14, org/a/Text.java, Text.java:90, Other.java:5,"
                                        + " guid.md and Nothing.java."))
                .extracting(Citation::text, Citation::status, Citation::source)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Text.java:12-14", Status.SHOWN, 1),
                        org.assertj.core.groups.Tuple.tuple("org/a/Text.java", Status.SHOWN, 1),
                        org.assertj.core.groups.Tuple.tuple("Text.java:90", Status.INVENTED, 0),
                        org.assertj.core.groups.Tuple.tuple("Other.java:5", Status.ELSEWHERE, 0),
                        org.assertj.core.groups.Tuple.tuple("guid.md", Status.INVENTED, 0),
                        org.assertj.core.groups.Tuple.tuple("Nothing.java", Status.INVENTED, 0));
        assertThat(in("Text.java:90").getFirst().nearest()).isEqualTo("org/a/Text.java:10-20");
        assertThat(in("guid.md").getFirst().nearest()).isEqualTo("docs/guide.md");
    }

    @Test
    void codeAndMethodsAndNumbersAreNoCitations() throws IOException {
        assertThat(in("Call Text.isBlank(null) in version 3.19, e.g. for a[0].\n```\n[9]\n```\n"))
                .isEmpty();
    }

    /** A scaffold names the files it writes; only what it refers to must exist. */
    @Test
    void filesThatTheAnswerItselfWritesAreNoReferences() throws IOException {
        String answer =
                "Save it as src/New.java, and Missing.java beside it:\n\n"
                        + "```java src/New.java\nclass New {}\n```\nNow New.java compiles.";
        assertThat(in(answer)).extracting(Citation::text).containsExactly("Missing.java");
        assertThat(in("org/a/Text.java:\n```java org/a/Text.java\nclass Text {}\n```"))
                .extracting(Citation::status)
                .containsExactly(Status.SHOWN);
    }

    @Test
    void namesOfSoftwareAreNoFiles() throws IOException {
        assertThat(in("Node.js, Vue.js and ASP.NET run it; 3.5.Final is out.")).isEmpty();
        assertThat(in("See app.js and src/Node.js."))
                .extracting(Citation::text)
                .containsExactly("app.js", "src/Node.js");
    }

    @Test
    void numbersBeyondAnyRangeAreInventedNotErrors() throws IOException {
        assertThat(in("[0] [999] Text.java:99999999999999-3"))
                .extracting(Citation::status)
                .containsOnly(Status.INVENTED);
        assertThat(in("[0]").getFirst().nearest()).isEqualTo("[1]");
        assertThat(new Citations(List.of(), List.of()).in("[1] and B.java:3", List.of()))
                .extracting(Citation::status, Citation::nearest)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(Status.INVENTED, ""));
    }

    @Property(tries = 300)
    void anyAnswerIsRead(@ForAll String text) throws IOException {
        for (Citation citation : in(text + " [2] " + text)) {
            assertThat(citation.source() > 0).isEqualTo(citation.status() == Status.SHOWN);
        }
    }

    @Test
    void theContractTellsWhatIsMissing() throws IOException {
        List<Citation> citations = in("As shown [7].");
        List<AnswerCheck> checks =
                Contract.check(
                        Subtasks.find(AskKind.RESEARCH, "findings", ""),
                        "As shown [7].",
                        List.of(),
                        citations,
                        SHOWN);
        assertThat(checks)
                .extracting(AnswerCheck::check, AnswerCheck::ok)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("points", false),
                        org.assertj.core.groups.Tuple.tuple("citations", false),
                        org.assertj.core.groups.Tuple.tuple("citation", false));
        assertThat(checks.getLast().detail()).contains("[7] names nothing", "nearest: [2]");
        assertThat(
                        Contract.check(
                                Subtasks.find(AskKind.RESEARCH, "findings", ""),
                                "- It works [1].",
                                List.of(),
                                in("- It works [1]."),
                                SHOWN))
                .allMatch(AnswerCheck::ok);
    }

    @Test
    void codeIsHeldAgainstItsContract() {
        String answer = "```java\n/** Doc. */\n@Test void a() {}\n```";
        for (String name : List.of("tests", "docs", "code")) {
            assertThat(
                            Contract.check(
                                    Subtasks.find(AskKind.CODE, name, ""),
                                    answer,
                                    CodeBlocks.of(answer),
                                    List.of(),
                                    List.of()))
                    .isNotEmpty()
                    .allMatch(AnswerCheck::ok);
            assertThat(
                            Contract.check(
                                    Subtasks.find(AskKind.CODE, name, ""),
                                    "no code",
                                    List.of(),
                                    List.of(),
                                    List.of()))
                    .isNotEmpty()
                    .noneMatch(AnswerCheck::ok);
        }
        assertThat(
                        Contract.check(
                                Subtasks.find(AskKind.ASK, "fact", ""),
                                "It is 5.\nIndeed.",
                                List.of(),
                                List.of(),
                                List.of()))
                .noneMatch(AnswerCheck::ok);
    }
}
