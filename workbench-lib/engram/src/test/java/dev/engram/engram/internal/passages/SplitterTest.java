package dev.engram.engram.internal.passages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SplitterTest {

    private record Piece(int startByte, int endByte, int startLine, int endLine, String text) {
        String lines() {
            return startLine + "-" + endLine + " " + text.lines().findFirst().orElse("").strip();
        }
    }

    private static List<Piece> split(String name, byte[] bytes) {
        List<Piece> pieces = new ArrayList<>();
        byte[] shifted = new byte[bytes.length + 5];
        System.arraycopy(bytes, 0, shifted, 5, bytes.length);
        new Splitter()
                .split(
                        name.getBytes(StandardCharsets.UTF_8),
                        shifted,
                        5,
                        shifted.length,
                        (from, to, startLine, endLine) ->
                                pieces.add(
                                        new Piece(
                                                from,
                                                to,
                                                startLine,
                                                endLine,
                                                new String(
                                                        bytes,
                                                        from,
                                                        to - from,
                                                        StandardCharsets.UTF_8))));
        return pieces;
    }

    private static List<String> lines(String name, String content) {
        return split(name, content.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Piece::lines)
                .toList();
    }

    @Test
    void javaByMethodAndType() {
        assertThat(
                        lines(
                                "A.java",
                                """
                                package a;

                                import java.util.List;

                                /** A class; with { braces } in its comment. */
                                @SuppressWarnings({"unchecked", "raw}types"})
                                public final class A<T extends Comparable<T>> extends B {

                                    private static final int[] TABLE = {1, 2, 3};
                                    private final String text = "}{;\\"";

                                    // makes one
                                    A(int size) {
                                        for (int i = 0; i < size; i++) {
                                            char c = '}';
                                        }
                                    }

                                    @Override
                                    public String toString() {
                                        return \"\"\"
                                            } not code {
                                            \"\"\";
                                    }

                                    enum Kind { RED, GREEN }

                                    interface Shape {
                                        /** The area of the shape in square metres, never negative, whatever the
                                         *  orientation, for closed shapes only; open shapes have none at all. */
                                        double area(double scale);

                                        default double twice() { return 2 * area(1); }
                                    }

                                    record Point(int x, int y) {
                                        Point { check(x); }
                                    }
                                }
                                """))
                .containsExactly(
                        "1-10 package a;",
                        "12-17 // makes one",
                        "19-24 @Override",
                        "26-26 enum Kind { RED, GREEN }",
                        "28-28 interface Shape {",
                        "29-31 /** The area of the shape in square metres, never negative, whatever the",
                        "33-33 default double twice() { return 2 * area(1); }",
                        "36-36 record Point(int x, int y) {",
                        "37-37 Point { check(x); }");
    }

    @Test
    void cWithPreprocessor() {
        assertThat(
                        lines(
                                "a.c",
                                """
                                #include <stdio.h>
                                #define OPEN {
                                #define LONG(a) \\
                                    { a

                                struct point { int x; int y; };

                                static struct point *make(int x)
                                {
                                    char c = '{';
                                    return 0;
                                }

                                int main(void) { return 0; }
                                """))
                .containsExactly(
                        "6-6 struct point { int x; int y; };",
                        "8-12 static struct point *make(int x)",
                        "14-14 int main(void) { return 0; }");
    }

    @Test
    void javaScriptAndRust() {
        assertThat(
                        lines(
                                "a.js",
                                """
                                const x = 'it\\'s {';
                                function one() { return `}${x}`; }
                                const two = () => {
                                  return 2;
                                };
                                class Three {
                                  four() { return 4; }
                                }
                                """))
                .containsExactly(
                        "1-1 const x = 'it\\'s {';",
                        "2-2 function one() { return `}${x}`; }",
                        "3-5 const two = () => {",
                        "6-6 class Three {",
                        "7-7 four() { return 4; }");
        assertThat(
                        lines(
                                "a.rs",
                                """
                                impl<'a> Parser<'a> {
                                    fn next(&'a self) -> char { '{' }
                                    fn last(&self) -> char { '\\'' }
                                }
                                """))
                .containsExactly(
                        "1-1 impl<'a> Parser<'a> {",
                        "2-2 fn next(&'a self) -> char { '{' }",
                        "3-3 fn last(&self) -> char { '\\'' }");
    }

    @Test
    void pythonByIndentation() {
        assertThat(
                        lines(
                                "a.py",
                                """
                                import os

                                @cached
                                def first(x):
                                    '''Says
                                def not_code():
                                    '''
                                    if x:
                                        def inner():
                                            pass
                                    return 1

                                class Second(Base):
                                    \"\"\"A class.\"\"\"
                                    size = 3

                                    def third(self):
                                        return (
                                1)

                                    async def fourth(self):
                                        pass

                                print(first(1))
                                """))
                .containsExactly(
                        "1-1 import os",
                        "3-11 @cached",
                        "13-15 class Second(Base):",
                        "17-19 def third(self):",
                        "21-22 async def fourth(self):",
                        "24-24 print(first(1))");
    }

    @Test
    void markdownBySection() {
        assertThat(lines("a.md", "intro\n\n# One\ntext\n```\n# not a heading\n```\n## Two\nmore\n"))
                .containsExactly("1-1 intro", "3-7 # One", "8-9 ## Two");
    }

    @Test
    void longTextIsCutAtParagraphsAndLongLinesAnywhere() {
        String paragraph = "Lorem ipsum dolor sit amet.\n".repeat(20) + "\n";
        List<Piece> pieces = split("a.txt", paragraph.repeat(30).getBytes(StandardCharsets.UTF_8));
        assertThat(pieces).hasSizeBetween(8, 16);
        assertThat(pieces)
                .allSatisfy(p -> assertThat(p.endByte() - p.startByte()).isBetween(500, 3000));
        List<Piece> line =
                split("a.min.js", ("é" + "漢x".repeat(9000)).getBytes(StandardCharsets.UTF_8));
        assertThat(line).hasSizeGreaterThan(5);
        assertThat(line)
                .allSatisfy(
                        p -> {
                            assertThat(p.startLine()).isEqualTo(1);
                            assertThat(p.text()).doesNotContain("\uFFFD");
                        });
    }

    @Provide
    Arbitrary<String> codeLike() {
        return Arbitraries.of(
                        "class A {",
                        "}",
                        "{",
                        "};",
                        "int f(int x) {",
                        "return 1;",
                        "\n",
                        "\n\n",
                        "\"str",
                        "'",
                        "\"\"\"",
                        "/*",
                        "*/",
                        "// c\n",
                        "def g():\n",
                        "    x = 1\n",
                        "# H\n",
                        "@A({1})",
                        "\\",
                        "é",
                        "(",
                        ")",
                        "[",
                        "=",
                        "#if\n",
                        "`",
                        "\r\n",
                        "word ",
                        "enum",
                        " struct s ",
                        "```\n",
                        "\t",
                        "x".repeat(700) + "\n")
                .list()
                .ofMaxSize(60)
                .map(parts -> String.join("", parts));
    }

    @Property(tries = 3000)
    void anyContentIsCoveredOnceWithRightLines(@ForAll("codeLike") String content) {
        for (String name : List.of("a.java", "a.c", "a.ts", "a.py", "a.md", "a.txt")) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            int at = 0;
            for (Piece piece : split(name, bytes)) {
                assertThat(piece.startByte()).isGreaterThanOrEqualTo(at);
                assertThat(piece.endByte()).isGreaterThan(piece.startByte());
                assertThat(piece.endByte() - piece.startByte())
                        .isLessThanOrEqualTo(Windows.MAX_BYTES);
                if (!name.endsWith(".c")) {
                    for (int i = at; i < piece.startByte(); i++) {
                        assertThat("}; \t\r\n").as(name).contains("" + (char) bytes[i]);
                    }
                }
                assertThat(piece.startLine()).isEqualTo(lineOf(bytes, piece.startByte()));
                assertThat(piece.endLine())
                        .as(name + content)
                        .isEqualTo(lineOf(bytes, piece.endByte() - 1));
                at = piece.endByte();
            }
        }
    }

    private static int lineOf(byte[] bytes, int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }
}
