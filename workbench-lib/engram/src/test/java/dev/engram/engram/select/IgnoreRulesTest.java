package dev.engram.engram.select;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Examples from git's documentation and from practice; they hold where no git is installed. */
class IgnoreRulesTest {

    private static IgnoreRules rules(String lines) {
        return IgnoreRules.top(Optional.empty(), Optional.of(bytes(lines)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether a path is ignored, itself or through a folder above it; a slash at its end counts.
     */
    private static boolean ignored(String lines, String path) {
        IgnoreRules rules = rules(lines);
        String[] names = path.split("/");
        for (int i = 0; i < names.length; i++) {
            boolean folder = i < names.length - 1 || path.endsWith("/");
            if (rules.ignores(bytes(names[i]), folder)) {
                return true;
            }
            rules = rules.enter(bytes(names[i]), Optional.empty());
        }
        return false;
    }

    @Test
    void namesAtAnyDepth() {
        assertThat(ignored("*.class\n", "a/b/C.class")).isTrue();
        assertThat(ignored("target/\n", "a/target/x.jar")).isTrue();
        assertThat(ignored("target/\n", "a/target")).isFalse();
    }

    @Test
    void aSlashAnchors() {
        assertThat(ignored("/build\n", "build/x")).isTrue();
        assertThat(ignored("/build\n", "a/build")).isFalse();
        assertThat(ignored("doc/*.txt\n", "doc/a.txt")).isTrue();
        assertThat(ignored("doc/*.txt\n", "doc/b/a.txt")).isFalse();
        assertThat(ignored("doc/*.txt\n", "a/doc/a.txt")).isFalse();
    }

    @Test
    void doubleStars() {
        assertThat(ignored("**/foo\n", "a/b/foo")).isTrue();
        assertThat(ignored("a/**/b\n", "a/b")).isTrue();
        assertThat(ignored("a/**/b\n", "a/x/y/b")).isTrue();
        assertThat(ignored("abc/**\n", "abc/x")).isTrue();
        assertThat(ignored("abc/**\n", "abc/")).isFalse();
    }

    @Test
    void theLastLineWinsButAFolderIsFinal() {
        String lines = "*\n!*.java\n!keep/\n";
        assertThat(ignored(lines, "A.java")).isFalse();
        assertThat(ignored(lines, "a.txt")).isTrue();
        assertThat(ignored(lines, "src/A.java")).isTrue();
        assertThat(ignored(lines, "keep/A.java")).isFalse();
    }

    @Test
    void escapesSpacesAndComments() {
        assertThat(ignored("# x\n\\#x\n", "#x")).isTrue();
        assertThat(ignored("\\!x\n", "!x")).isTrue();
        assertThat(ignored("x   \n", "x")).isTrue();
        assertThat(ignored("x\\ \n", "x ")).isTrue();
        assertThat(ignored("x\r\n", "x")).isTrue();
    }

    @Test
    void nestedFilesOverrideThoseAbove() {
        IgnoreRules top =
                IgnoreRules.top(Optional.of(bytes("*.log\n")), Optional.of(bytes("*.tmp\n")));
        IgnoreRules inside = top.enter(bytes("d"), Optional.of(bytes("!a.log\n/b\n")));
        assertThat(top.ignores(bytes("a.log"), false)).isTrue();
        assertThat(inside.ignores(bytes("a.log"), false)).isFalse();
        assertThat(inside.ignores(bytes("b.tmp"), false)).isTrue();
        assertThat(inside.ignores(bytes("b"), false)).isTrue();
        assertThat(inside.enter(bytes("e"), Optional.empty()).ignores(bytes("b"), false)).isFalse();
    }

    @Test
    void namesAreBytesAndMayBeNoText() {
        byte[] name = {'x', (byte) 0xFF, (byte) 0x80};
        assertThat(rules("x??\n").ignores(name, false)).isTrue();
        assertThat(rules("x?\n").ignores(name, false)).isFalse();
    }

    @Test
    void gitsOwnFolderIsAlwaysLeftOut() {
        assertThat(IgnoreRules.none().ignores(bytes(".git"), true)).isTrue();
        assertThat(IgnoreRules.none().ignores(bytes(".github"), true)).isFalse();
    }

    @Test
    void manyStarsTakeNoExponentialTime() {
        String hostile = "*a".repeat(60) + "b\n";
        org.junit.jupiter.api.Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> assertThat(ignored(hostile, "a".repeat(250))).isFalse());
    }

    @Test
    void rulesAboveTheFolderCount(@TempDir Path top) throws IOException {
        Files.createDirectories(top.resolve(".git/info"));
        Files.writeString(top.resolve(".git/info/exclude"), "*.log\n");
        Files.writeString(top.resolve(".gitignore"), "/sub/x\n");
        Path sub = Files.createDirectories(top.resolve("sub"));
        IgnoreRules rules = IgnoreFiles.rules(sub);
        assertThat(rules.ignores(bytes("x"), false)).isTrue();
        assertThat(rules.ignores(bytes("a.log"), false)).isTrue();
        assertThat(rules.ignores(bytes("y"), false)).isFalse();
    }
}
