package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.select.Git;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions become engrams without a checkout, and the next one costs what it changes. */
class GitIngestTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withThreads(2);

    @TempDir Path temp;
    private Path repository;
    private Path engram;
    private String first;

    @BeforeEach
    void repository() throws IOException {
        assumeThat(Git.present()).as("git").isTrue();
        repository = Files.createDirectories(temp.resolve("repository"));
        engram = temp.resolve("x.engram");
        Git.init(repository);
        Trees.small(repository);
        Files.writeString(repository.resolve(".gitignore"), "*.log\n");
        Files.writeString(repository.resolve("kept.log"), "# tracked all the same\n");
        Files.write(repository.resolve("big.bin"), Trees.noise(400_000, 3));
        Files.writeString(repository.resolve("run.sh"), "echo run\n");
        Files.setPosixFilePermissions(
                repository.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(repository.resolve("link"), Path.of("src/File0.java"));
        Files.writeString(repository.resolve("empty"), "");
        first = commit();
    }

    private String commit() throws IOException {
        Git.run(repository, "", "add", "-A", "-f");
        Git.run(repository, "", "commit", "-q", "-m", "state");
        return Git.run(repository, "", "rev-parse", "HEAD").strip();
    }

    private IngestResult ingest(Path folder, String revision) throws IOException {
        return Engram.ingestRevision(folder, revision, engram, OPTIONS, Progress.none());
    }

    private static String digest(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.digest();
        }
    }

    private List<String> entries(Path engram) throws IOException {
        try (Engram open = Engram.open(engram)) {
            return open.list(List.of()).entries().stream()
                    .map(e -> e.mode() + " " + e.kind() + " " + e.path() + e.target() + e.size())
                    .toList();
        }
    }

    @Test
    void theRevisionIsTakenWhateverLiesInTheFolder() throws IOException {
        var state = Trees.describe(repository.resolve("src"));
        Path copy = temp.resolve("copy");
        Git.run(temp, "", "clone", "-q", repository.toString(), copy.toString());
        Files.writeString(repository.resolve("README.md"), "# Cats\n");
        Files.writeString(repository.resolve("untracked"), "untracked");
        IngestResult result = ingest(repository, "HEAD");
        assertThat(result.notices()).isEmpty();
        assertThat(result.links()).isEqualTo(1);
        Path fromDisk = temp.resolve("disk.engram");
        Engram.ingest(
                copy,
                fromDisk,
                OPTIONS.withFilter(List.of(), List.of(".git", "kept.log")),
                Progress.none());
        assertThat(entries(engram))
                .contains("0755 file run.sh9", "0644 file empty0")
                .anyMatch(e -> e.endsWith(" link linksrc/File0.java0"))
                .filteredOn(e -> !e.contains("kept.log") && !e.contains(" folder "))
                .isEqualTo(
                        entries(fromDisk).stream().filter(e -> !e.contains(" folder ")).toList());
        try (Engram open = Engram.open(engram)) {
            assertThat(open.info().source()).isEqualTo(repository + " (git " + first + ")");
            assertThat(open.query("bark", QueryOptions.defaults())).hasSize(1);
            assertThat(open.query("tracked", QueryOptions.defaults())).hasSize(1);
            assertThat(open.query("untracked", QueryOptions.defaults())).isEmpty();
            open.extract(temp.resolve("out"), ExtractOptions.defaults(), Progress.none());
        }
        assertThat(Files.readString(temp.resolve("out/README.md"))).startsWith("# Dogs");
        assertThat(Files.readAllBytes(temp.resolve("out/big.bin")))
                .isEqualTo(Trees.noise(400_000, 3));
        assertThat(Trees.describe(temp.resolve("out/src")).keySet())
                .isSubsetOf(state.keySet())
                .contains("/File0.java");
        assertThat(Engram.check(engram, Progress.none()).problems()).isEmpty();
    }

    @Test
    void anotherRevisionReadsOnlyTheObjectsThatDiffer() throws IOException {
        ingest(repository, "HEAD");
        Files.writeString(repository.resolve("README.md"), "# Cats\n\nThey purr.\n");
        Files.delete(repository.resolve("src/File1.java"));
        Files.writeString(repository.resolve("src/new.md"), "# New\n");
        String second = commit();
        UpdateResult result = Engram.updateRevision(repository, second, engram, 2, Progress.none());
        assertThat(result)
                .returns(1L, UpdateResult::added)
                .returns(1L, UpdateResult::modified)
                .returns(1L, UpdateResult::removed)
                .returns(10L, UpdateResult::unchanged)
                .returns(25L, UpdateResult::bytesRead);
        Path fresh = temp.resolve("fresh.engram");
        Engram.ingestRevision(repository, second, fresh, OPTIONS, Progress.none());
        assertThat(digest(engram)).isEqualTo(digest(fresh));
        UpdateResult back = Engram.updateRevision(repository, first, engram, 2, Progress.none());
        assertThat(back.bytesRead()).isLessThan(1000);
        Path again = temp.resolve("again.engram");
        Engram.ingestRevision(repository, first, again, OPTIONS, Progress.none());
        assertThat(digest(engram)).isEqualTo(digest(again));
    }

    @Test
    void aFolderOfTheRepositoryAndFilters() throws IOException {
        ingest(repository.resolve("src"), "HEAD");
        assertThat(entries(engram)).hasSize(6).allMatch(e -> e.contains(" file File"));
        Path filtered = temp.resolve("filtered.engram");
        Engram.ingestRevision(
                repository,
                "HEAD",
                filtered,
                OPTIONS.withFilter(List.of("src"), List.of("File2.java")),
                Progress.none());
        assertThat(entries(filtered)).hasSize(6).noneMatch(e -> e.contains("File2"));
    }

    @Test
    void whatIsMissingIsSaidInOneLine() throws IOException {
        assertThatThrownBy(() -> ingest(repository, "nowhere"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessage("no commit 'nowhere' in the repository of " + repository);
        Path plain = Files.createDirectories(temp.resolve("plain"));
        assertThatThrownBy(() -> ingest(plain, "HEAD"))
                .hasMessage("not in a git repository: " + plain);
        assertThatThrownBy(() -> ingest(temp.resolve("none"), "HEAD"))
                .hasMessageStartingWith("no such folder: ");
        assertThat(engram).doesNotExist();
    }
}
