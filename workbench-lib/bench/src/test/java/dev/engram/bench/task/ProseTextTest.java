package dev.engram.bench.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProseTextTest {

    @TempDir Path folder;

    @Test
    void javadocLosesItsStarsTagsAndMarkup() {
        assertThat(
                        ProseText.plain(
                                """

                                     * Checks if a {@link CharSequence} is <em>empty</em>.
                                     * See {@code #x} &amp; more.
                                     *
                                     * @param cs the one
                                     * @return true
                                """))
                .isEqualTo("Checks if a CharSequence is empty. See x & more.");
    }

    @Test
    void aFolderGivesTheCommentsOfItsSourcesInOrder() throws Exception {
        String long1 = "First comment, which is long enough to count as running text of a library.";
        String long2 =
                "Second comment, which is long enough to count as running text of a library.";
        Files.writeString(folder.resolve("B.java"), "/** " + long2 + " */ class B {}");
        Files.writeString(folder.resolve("A.java"), "/** " + long1 + " */ class A {} /** no */");
        assertThat(ProseText.of(folder)).isEqualTo(long1 + "\n\n" + long2 + "\n\n");
    }

    @Test
    void nothingToReadIsSaid() throws Exception {
        assertThatThrownBy(() -> ProseText.of(folder)).hasMessageContaining("nothing to read");
        assertThatThrownBy(() -> ProseText.of(folder.resolve("x"))).hasMessageContaining("no text");
        Path file = Files.writeString(folder.resolve("t.txt"), "as it is");
        assertThat(ProseText.of(file)).isEqualTo("as it is");
        assertThat(ProseText.SPEED_TEXT.length()).isGreaterThan(10_000);
    }
}
