package dev.engram.ensemble.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.ensemble.CodeBlock;
import dev.engram.ensemble.ContextPassage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Texts of any size and shape go through the ranking, the taking apart and the filter. */
class RetrievedTextTest {

    private static String repeated(String line, int count) {
        return IntStream.range(0, count).mapToObj(line::formatted).collect(Collectors.joining());
    }

    @Test
    void aFileOfManyImportsAndCommentsIsTakenApart() {
        String head = "package a;\n" + repeated("import a.b.C%d;\n", 20_000);
        assertThat(PassageText.of(head + "class X {}").full()).isEqualTo("class X {}");
        String comments = "package a;\n" + repeated("// line %d\n", 20_000);
        assertThat(PassageText.of(comments + "class X {}").full()).isEqualTo("class X {}");
        String see =
                "/**\n * Does it.\n * @see X\n" + repeated(" * more %d\n", 20_000) + " */\nint x;";
        assertThat(PassageText.of(see).documentation()).isEqualTo("Does it.");
    }

    @Property(tries = 300)
    void noTextBreaksTheParts(@ForAll("sources") String text) {
        PassageText parts = PassageText.of(text);
        assertThat(parts.full()).contains(parts.rest().strip());
        assertThat(parts.full()).startsWith(parts.head());
        assertThat(Declarations.lineOf("a", text)).isLessThan((int) text.lines().count() + 1);
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of(
                        "/**",
                        "*/",
                        "/*",
                        " * a",
                        "package a;",
                        "import b.C;",
                        "@A(x)",
                        "class a {",
                        "void a(int b);",
                        "{",
                        "}",
                        ";",
                        "\n",
                        " ",
                        "a = 1;",
                        "// c",
                        "(",
                        ")",
                        "<b>",
                        "{@link a}",
                        "@param a b",
                        "&lt;")
                .list()
                .ofMaxSize(25)
                .map(l -> String.join("\n", l));
    }

    @Test
    void pluralsInBracketsAreNoMethods() {
        assertThat(Ranker.names("Which method(s) and class(es) throw exception(s)?")).isEmpty();
        assertThat(Ranker.names("What does parse(s) or sum(a, b) give?"))
                .extracting(Ranker.Named::name)
                .containsExactly("sum");
    }

    @Test
    void aTypeIsToldByTheWordBeforeItHoweverLongTheQuestion() {
        String before = repeated("some words %d ", 200);
        assertThat(Ranker.names(before + "the interface   Store holds"))
                .containsExactly(new Ranker.Named("", "Store"));
    }

    /** Nothing found twice is shown twice, and the better of two overlapping ones is shown. */
    @Property(tries = 200)
    void keptPassagesDoNotOverlapAndAreInOrder(@ForAll("found") List<ContextPassage> found) {
        Ranker ranker = new Ranker("open close store");
        for (List<Ranker.Ranked> kept : List.of(ranker.rank(found), ranker.nearest(found))) {
            for (int i = 0; i < kept.size(); i++) {
                assertThat(kept.get(i).relevance()).isBetween(0.0, 1.0);
                for (int j = 0; j < i; j++) {
                    ContextPassage a = kept.get(j).passage();
                    ContextPassage b = kept.get(i).passage();
                    assertThat(kept.get(j).relevance())
                            .isGreaterThanOrEqualTo(kept.get(i).relevance());
                    assertThat(
                                    a.path().equals(b.path())
                                            && a.startLine() <= b.endLine()
                                            && b.startLine() <= a.endLine())
                            .isFalse();
                }
            }
        }
        assertThat(ranker.nearest(found).isEmpty()).isEqualTo(found.isEmpty());
    }

    @Provide
    Arbitrary<List<ContextPassage>> found() {
        Arbitrary<Integer> line = Arbitraries.integers().between(1, 30);
        Arbitrary<String> text =
                Arbitraries.of("open", "close", "store", "other", "void open() {")
                        .list()
                        .ofMaxSize(5)
                        .map(l -> String.join(" ", l));
        return net.jqwik.api.Combinators.combine(
                        Arbitraries.of("A.java", "b/C.md"),
                        line,
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.doubles().between(-1, 20),
                        text)
                .as(
                        (p, from, more, score, t) ->
                                new ContextPassage("e", p, from, from + more, score, t))
                .list()
                .ofMaxSize(12);
    }

    /** Every line of an answer is either prose, or code, or a fence. */
    @Property(tries = 300)
    void proseAndBlocksPartTheAnswer(@ForAll("answers") List<String> lines) {
        String answer = String.join("\n", lines);
        long prose = CodeBlocks.prose(answer).lines().count();
        long code =
                CodeBlocks.of(answer).stream()
                        .map(CodeBlock::code)
                        .mapToLong(c -> c.lines().count())
                        .sum();
        assertThat(prose + code).isLessThanOrEqualTo(answer.lines().count());
        for (String word : List.of("alpha", "beta")) {
            long all = lines.stream().filter(word::equals).count();
            long inProse = CodeBlocks.prose(answer).lines().filter(word::equals).count();
            long inCode =
                    CodeBlocks.of(answer).stream()
                            .flatMap(b -> b.code().lines())
                            .filter(word::equals)
                            .count();
            assertThat(inProse + inCode).as(answer).isEqualTo(all);
        }
    }

    @Provide
    Arbitrary<List<String>> answers() {
        return Arbitraries.of("alpha", "beta", "```", "```zz", "````", "~~~", "~~~zz", "", "  ```")
                .list()
                .ofMaxSize(14);
    }

    @Test
    void aFenceWithALanguageInsideABlockDoesNotCloseIt() {
        String answer = "````md\n```java\nint x;\n```\n````\nSee [1].";
        assertThat(CodeBlocks.prose("```text\n```java\nint x;\n```\nEnd.")).isEqualTo("End.\n");
        assertThat(CodeBlocks.prose(answer)).isEqualTo("See [1].\n");
    }
}
