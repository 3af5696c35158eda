package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ingest takes, and what of it can be found. */
class SelectionTest {

    @TempDir Path top;

    @Test
    void ignoredFilesAreLeftOutAndSecretsAreKeptButNotFound() throws IOException {
        Path source = Files.createDirectories(top.resolve("source"));
        Files.writeString(source.resolve(".gitignore"), "build/\n*.log\n");
        Files.createDirectories(source.resolve("build"));
        Files.writeString(source.resolve("build/Out.java"), "class Out { int lighthouse; }");
        Files.writeString(source.resolve("a.log"), "lighthouse");
        Path sub = Files.createDirectories(source.resolve("sub"));
        Files.writeString(sub.resolve(".gitignore"), "!a.log\n");
        Files.writeString(sub.resolve("a.log"), "lighthouse keeper");
        Files.writeString(source.resolve(".env"), "PASSWORD=lighthouse\n");
        String token = "ghp_" + "A1b2C3d4E5f6G7h8I9".repeat(2);
        Files.writeString(source.resolve("Config.java"), "lighthouse \"" + token + "\"");

        Path engram = top.resolve("x.engram");
        IngestResult result =
                Engram.ingest(source, engram, IngestOptions.defaults(), Progress.none());
        assertThat(result.files()).isEqualTo(5);
        assertThat(result.ignored()).isEqualTo(2);
        assertThat(result.notices())
                .containsExactly(
                        ".env: stored, but not searchable: looks like an environment file with"
                                + " settings",
                        "Config.java: stored, but not searchable: looks like a GitHub token"
                                + " (line 1)");
        assertThat(result.toString()).contains("Config.java").doesNotContain(token);
        try (Engram opened = Engram.open(engram)) {
            assertThat(opened.query("lighthouse", QueryOptions.defaults()).hits())
                    .extracting(Hit::path)
                    .containsExactly("sub/a.log");
        }
    }
}
