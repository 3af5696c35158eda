package dev.engram.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavadocItemsTest {

    static final String SOURCE =
            """
            package p;

            /** A class comment that is no method comment at all. */
            class Words {
                /**
                 * Counts the words of a {@code text}, e.g. blanks. Then more is said.
                 *
                 * @param text the text
                 */
                @Deprecated
                static int count(
                        String text) {
                    return text.split(" ").length; /* plain comment stays */
                }

                /** Counts the words of a text, e.g. blanks. An overload. */
                static int count(char[] text) { return 0; }

                /** Too short. */
                void none() {}

                /** {@inheritDoc} and nothing else of its own here. */
                @Override public String toString() { return "/* no comment */"; }

                interface Inner {
                    /** Joins all of the parts with a comma between them. */
                    String join(String... parts);
                }
            }
            """;

    @TempDir Path folder;

    private Path sources() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src"));
        Files.createDirectories(sources.resolve("p"));
        Files.writeString(sources.resolve("p/Words.java"), SOURCE);
        Files.writeString(sources.resolve("p/package-info.java"), "/** Not read. */ package p;");
        return sources;
    }

    private static String line(String source, int line) {
        return source.lines().toList().get(line - 1);
    }

    @Test
    void sentencesBecomeQueriesAndOverloadsShareOne() throws Exception {
        List<KnownItem> items = JavadocItems.of(sources());
        assertThat(items)
                .extracting(KnownItem::query)
                .containsExactly(
                        "Counts the words of a text, e.g",
                        "Joins all of the parts with a comma between them");
        KnownItem count = items.getFirst();
        assertThat(count.places()).hasSize(2);
        assertThat(line(SOURCE, count.places().get(0).line())).contains("String text) {");
        assertThat(line(SOURCE, count.places().get(1).line())).contains("count(char[] text)");
        assertThat(line(SOURCE, items.get(1).places().getFirst().line())).contains("join(");
        assertThat(count.foundIn("p/Words.java", 1, 5)).isFalse();
        int line = count.places().getFirst().line();
        assertThat(count.foundIn("p/Words.java", line, line)).isTrue();
        assertThat(count.foundIn("q/Words.java", line, line)).isFalse();
    }

    @Test
    void whatIsSearchedHoldsNoJavadocAndKeepsItsLines() throws Exception {
        JavadocItems.copyWithoutJavadoc(sources(), folder.resolve("copy"));
        String copy = Files.readString(folder.resolve("copy/p/Words.java"));
        assertThat(copy).doesNotContain("Counts the words", "Joins all", "class comment");
        assertThat(copy).contains("/* plain comment stays */", "/* no comment */");
        assertThat(copy.lines().count()).isEqualTo(SOURCE.lines().count());
        List<String> before = SOURCE.lines().toList();
        List<String> after = copy.lines().toList();
        for (KnownItem item : JavadocItems.of(sources())) {
            for (KnownItem.Place place : item.places()) {
                String code = before.get(place.line() - 1).replaceAll("/\\*\\*.*?\\*/", "");
                assertThat(after.get(place.line() - 1).strip()).isEqualTo(code.strip());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Checks it. More.|Checks it",
                "Uses <b>a</b> &lt; b, see {@link Foo#bar}.|Uses a < b, see Foo#bar",
                "No end|No end",
                "First <p>second paragraph.|First",
            })
    void firstSentences(String comment, String sentence) {
        assertThat(JavadocItems.firstSentence(comment)).isEqualTo(sentence);
    }

    @Test
    void blockTagsAndInheritedTextGiveNothing() {
        assertThat(JavadocItems.firstSentence("\n@param x the x\n")).isEmpty();
        assertThat(JavadocItems.firstSentence("{@inheritDoc}")).isEmpty();
    }

    @Test
    void foldersWithoutDocumentedMethodsAreSaid() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("A.java"), "class A {}");
        assertThatThrownBy(() -> JavadocItems.of(empty)).hasMessageContaining("no documented");
        assertThatThrownBy(() -> JavadocItems.of(folder.resolve("none")))
                .hasMessageContaining("no folder of sources");
    }
}
