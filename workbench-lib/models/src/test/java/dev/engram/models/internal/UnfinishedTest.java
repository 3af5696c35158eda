package dev.engram.models.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedTest {

    @TempDir Path folder;

    private Path file(String name, Duration age) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "half");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        return file;
    }

    @Test
    void onlyWhatNobodyWritesAnyMoreIsCleared() throws IOException {
        Path old = file(".quantize-1.part", Duration.ofDays(2));
        Path oldJob = file(".quantize-1.part.job", Duration.ofDays(2));
        Path running = file(".quantize-2.part", Duration.ofHours(20));
        Path other = file("quantize-3.gguf", Duration.ofDays(9));
        Path sub = Files.createDirectory(folder.resolve(".quantize-folder"));
        Files.setLastModifiedTime(sub, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        Unfinished.clear(folder, ".quantize-");
        assertThat(old).doesNotExist();
        assertThat(oldJob).doesNotExist();
        assertThat(running).exists();
        assertThat(other).exists();
        assertThat(sub).exists();
    }

    @Test
    void aFolderThatIsNotThereIsNoError() {
        Unfinished.clear(folder.resolve("none"), ".fetch-");
        assertThat(folder).isEmptyDirectory();
    }
}
