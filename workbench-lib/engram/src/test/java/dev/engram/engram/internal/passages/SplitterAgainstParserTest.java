package dev.engram.engram.internal.passages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.documents.TestJars;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The quick splitter against a full parser: which methods are passages of their own. */
class SplitterAgainstParserTest {

    private record Lines(int start, int end) {}

    /** What became of the methods of some files. */
    private static final class Tally {
        private int exact;
        private int cut;
        private int withComment;
        private final List<String> misses = new ArrayList<>();

        int all() {
            return exact + cut + withComment + misses.size();
        }

        @Override
        public String toString() {
            return "%d methods: %d exact, %d cut for length, %d with a comment more, missed: %s"
                    .formatted(all(), exact, cut, withComment, misses);
        }
    }

    private static List<Lines> split(String name, byte[] content) {
        List<Lines> passages = new ArrayList<>();
        new Splitter()
                .split(
                        name.getBytes(StandardCharsets.UTF_8),
                        content,
                        0,
                        content.length,
                        (from, to, start, end) -> passages.add(new Lines(start, end)));
        return passages;
    }

    private static void count(String path, byte[] content, Tally tally) {
        String source = new String(content, StandardCharsets.UTF_8);
        List<String> lines = source.lines().toList();
        List<Lines> passages = split(path, content);
        for (var method : ParsedMethods.in(source)) {
            Lines wanted = new Lines(method.startLine(), method.endLine());
            if (passages.contains(wanted)) {
                tally.exact++;
            } else if (passages.stream().anyMatch(p -> commentsMore(lines, p, wanted))) {
                tally.withComment++;
            } else if (passages.stream().anyMatch(p -> beginsLong(lines, p, wanted))
                    && passages.stream().anyMatch(p -> p.end() == wanted.end())) {
                tally.cut++;
            } else {
                tally.misses.add(path + ": " + method);
            }
        }
    }

    /** Whether a passage is the beginning of a method that is too long for one. */
    private static boolean beginsLong(List<String> lines, Lines passage, Lines method) {
        Lines whole = new Lines(passage.start(), method.end());
        return passage.start() <= method.start()
                && passage.end() < method.end()
                && (whole.equals(method) || commentsMore(lines, whole, method))
                && bytes(lines, whole) > Windows.MAX_BYTES;
    }

    private static int bytes(List<String> lines, Lines range) {
        return lines.subList(range.start() - 1, range.end()).stream()
                .mapToInt(line -> line.getBytes(StandardCharsets.UTF_8).length + 1)
                .sum();
    }

    /**
     * Whether a passage is the method and a comment before it, which the parser, but no reader,
     * takes for another thing: a heading of a group of methods, or one set off by an empty line.
     */
    private static boolean commentsMore(List<String> lines, Lines passage, Lines method) {
        return passage.end() == method.end()
                && passage.start() < method.start()
                && lines.subList(passage.start() - 1, method.start() - 1).stream()
                        .map(String::strip)
                        .allMatch(line -> line.isEmpty() || line.matches("(//|/\\*|\\*).*"));
    }

    private static Tally tally(Map<String, byte[]> sources) {
        Tally tally = new Tally();
        sources.forEach((path, content) -> count(path, content, tally));
        return tally;
    }

    @Test
    void nearlyAllMethodsOfARealLibrary() {
        Tally tally = tally(TestJars.files(TestJars.COMMONS_LANG_SOURCES, n -> isSource(n)));
        assertThat(tally.all()).isGreaterThan(4000);
        assertThat(tally.misses).as(tally::toString).isEmpty();
        assertThat(tally.exact).as(tally::toString).isGreaterThan(tally.all() * 98 / 100);
    }

    @Test
    void nearlyAllMethodsOfTheJdksOwnCore() {
        Path jdk = Path.of(System.getProperty("java.home"), "lib", "src.zip");
        Assumptions.assumeTrue(Files.exists(jdk), "this JDK has no src.zip");
        Tally tally = tally(TestJars.files(jdk, name -> isSource(name) && isCore(name)));
        assertThat(tally.all()).isGreaterThan(2000);
        assertThat(tally.misses.size()).as(tally::toString).isLessThanOrEqualTo(tally.all() / 1000);
    }

    private static boolean isCore(String name) {
        return name.matches("java.base/java/(io|net)/[^/]*");
    }

    private static boolean isSource(String name) {
        return name.endsWith(".java") && !name.endsWith("-info.java");
    }

    @Test
    void whatLooksLikeCodeInStringsAndCommentsIsNone() {
        String source =
                """
                @Table(name = "a{b", keys = {@Key("x}"), @Key(')')})
                enum Color implements Supplier<Map<String, List<? super T>>> {
                    RED("{") { @Override public String get() { return "}"; } },
                    BLUE('}' + "");

                    /** Says {@code }. */
                    @Deprecated(since = "1") <T extends Comparable<T>> T first(T[] all) {
                        String text = @@@
                            class { " \\@@@ }
                            @@@;
                        Runnable r = () -> { char c = '\\''; /* } */ };
                        return all[0]; // }
                    }

                    static class Inner { int x; Inner() { x = 1; }
                        record Pair<A>(A a, int[] b) {
                            Pair { if (b == null) { throw new Error(); } }
                            A twice() { return a; }
                        }
                    }

                    private Color(String s) {};

                    interface Shape { double area(); default int sides() { return 0; } }
                }
                """
                        .replace("@@@", "\"\"\"");
        Tally tally = new Tally();
        count("Color.java", source.getBytes(StandardCharsets.UTF_8), tally);
        assertThat(tally.misses).isEmpty();
        assertThat(tally.all()).isEqualTo(6);
    }
}
