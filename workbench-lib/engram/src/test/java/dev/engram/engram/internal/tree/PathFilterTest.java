package dev.engram.engram.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathFilterTest {

    private static boolean takes(List<String> includes, List<String> excludes, String path) {
        return PathFilter.of(includes, excludes)
                .takes(path.getBytes(StandardCharsets.UTF_8), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "*.java a/b/C.java true",
                "*.java a/b/C.class false",
                "src src/x/y true",
                "src/ src/x/y true",
                "src/*.md src/a.md true",
                "src/*.md src/x/a.md false",
                "src/**/*.md src/x/y/a.md true",
                "src/**/*.md src/a.md true",
                "** any/thing true",
                "./a a true",
                "a? ab true",
                "a? a/ false",
                "[ab].txt b.txt true",
                "*.{md,txt} x.txt true",
                "*.{md,txt} x.rst false",
                "a+b(1).c a+b(1).c true",
                "a.c abc false",
                "é.md é.md true"
            })
    void globsMatchAsShellsDo(String glob, String path, boolean expected) {
        assertThat(takes(List.of(glob), List.of(), path)).isEqualTo(expected);
    }

    @Test
    void excludesWinAndFoldersPassIncludes() {
        assertThat(takes(List.of("*.java"), List.of("test"), "a/T.java")).isTrue();
        assertThat(takes(List.of(), List.of("*.class"), "a/T.class")).isFalse();
        PathFilter filter = PathFilter.of(List.of("*.java"), List.of("build"));
        assertThat(filter.takes(new byte[] {'s'}, true)).isTrue();
        assertThat(filter.takes("build".getBytes(StandardCharsets.UTF_8), true)).isFalse();
        assertThat(PathFilter.everything().isEverything()).isTrue();
    }

    @Test
    void aBrokenGlobIsAUsageError() {
        assertThatThrownBy(() -> takes(List.of("a["), List.of(), "a"))
                .hasMessage("not a glob: 'a['");
    }
}
