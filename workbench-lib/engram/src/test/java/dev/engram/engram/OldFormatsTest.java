package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engrams of every earlier version are read, and written on. */
class OldFormatsTest {

    private static final String FIRST =
            "d6cae7b670308875fab5d2d7c272e8b902d069744912ea66f3db9fccd545f1a1";
    private static final String SECOND =
            "3f6d274d72791fd3823971f59946fdb7aa24d0b9d57cbda16d96ad264b59dcf6";

    @TempDir Path temp;

    private Path versionOne() throws IOException {
        return StoredEngrams.unpack("version-1", temp.resolve("v1.engram"));
    }

    @Test
    void versionOneSaysWhatItSaidWhenItWasWritten() throws IOException {
        Path engram = versionOne();
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        try (Engram now = Engram.open(engram)) {
            assertThat(now.digest())
                    .isEqualTo("3c11b89ab8799b9ee3c72d577cc6dfc3f36dec8ddaf9be8679df9ed26af3d265");
            assertThat(now.info().snapshot()).isEqualTo(SECOND);
            assertThat(now.list(List.of()).entries())
                    .extracting(Listing.Entry::path)
                    .contains("latiné.txt", "docs/nothing", "src/empty", "src/File3.java");
            assertThat(now.query("purr", QueryOptions.defaults()).first().path())
                    .isEqualTo("README.md");
        }
        try (Engram before = Engram.open(engram, FIRST.substring(0, 12))) {
            assertThat(before.digest())
                    .isEqualTo("89f71fc90ae287efd27ee5d9e2ae01dbae8911fc642461a175bb39f812c52487");
            before.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(temp.resolve("out/README.md")).hasContent("# Dogs\n\nThey bark.\n");
        assertThat(temp.resolve("out/src/File1.java")).exists();
    }

    @Test
    void versionOneIsWrittenOn() throws IOException {
        Path engram = versionOne();
        Path source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Engram.update(source, engram, 2, Progress.none());
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
        try (Engram now = Engram.open(engram);
                Engram before = Engram.open(engram, SECOND)) {
            assertThat(now.info().snapshots()).isEqualTo(3);
            assertThat(before.query("purr", QueryOptions.defaults())).hasSize(1);
        }
    }
}
