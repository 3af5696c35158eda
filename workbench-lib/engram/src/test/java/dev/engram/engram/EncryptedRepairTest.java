package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Repair with a key: whatever file is gone or cut off, the source brings everything back. */
@ExtendWith(WithKey.class)
class EncryptedRepairTest {

    @TempDir Path temp;

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    @Test
    void everyFileButTheSnapshotComesBack() throws IOException {
        Path source = Trees.small(Files.createDirectories(temp.resolve("source")));
        Path good = temp.resolve("good.engram");
        Path engram = temp.resolve("x.engram");
        IngestOptions options = IngestOptions.defaults().withDimension(10_000).withThreads(1);
        Engram.ingest(source, good, options, Progress.none());
        String digest = digest(good);
        int repaired = 0;
        for (String file : Copies.files(good)) {
            if (!file.contains("/") || file.startsWith("snapshots/")) {
                continue;
            }
            for (boolean cut : new boolean[] {true, false}) {
                Copies.copy(good, engram);
                Path path = engram.resolve(file);
                byte[] bytes = Files.readAllBytes(path);
                Files.delete(path);
                if (cut) {
                    Files.write(path, Arrays.copyOf(bytes, bytes.length - 20));
                }
                assertThat(Engram.check(engram, Progress.none()).ok()).as(file).isFalse();
                RepairResult result = Engram.repair(engram, Optional.of(source), Progress.none());
                assertThat(result.lost()).as(file).isEmpty();
                assertThat(Engram.check(engram, Progress.none()).problems()).as(file).isEmpty();
                assertThat(digest(engram)).as(file).isEqualTo(digest);
                repaired++;
            }
        }
        assertThat(repaired).isGreaterThanOrEqualTo(6);
    }
}
