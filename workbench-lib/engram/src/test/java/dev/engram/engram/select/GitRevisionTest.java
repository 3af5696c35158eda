package dev.engram.engram.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRevisionTest {

    @TempDir Path folder;

    @BeforeEach
    void repository() throws IOException {
        Assumptions.assumeTrue(Git.present(), "git is not installed");
        Git.init(folder);
    }

    private void write(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void commit() throws IOException {
        Git.run(folder, "", "add", "-A", "-f");
        Git.run(folder, "", "commit", "-q", "--no-gpg-sign", "-m", "x");
    }

    private static Map<String, byte[]> read(GitRevision revision) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        revision.read(
                revision.entries(), (entry, in) -> contents.put(entry.text(), in.readAllBytes()));
        return contents;
    }

    @Test
    void contentsModesAndLinksAsCommitted() throws IOException {
        Random random = new Random(5);
        Map<String, byte[]> written = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            byte[] content = new byte[i % 7 == 0 ? 0 : random.nextInt(i == 30 ? 3_000_000 : 5_000)];
            random.nextBytes(content);
            written.put("d" + i % 5 + "/e " + i % 3 + "/f\"" + i, content);
        }
        for (var entry : written.entrySet()) {
            write(entry.getKey(), entry.getValue());
        }
        Path script = folder.resolve("d0/run.sh");
        Files.writeString(script, "#!/bin/sh\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(folder.resolve("link"), Path.of("../outside"));
        commit();
        write("d0/uncommitted", new byte[3]);
        Files.delete(folder.resolve("d1/e 1/f\"1"));

        GitRevision revision = GitRevision.open(folder, "HEAD");
        Map<String, byte[]> contents = read(revision);
        assertThat(new String(contents.remove("link"), StandardCharsets.UTF_8))
                .isEqualTo("../outside");
        assertThat(contents.remove("d0/run.sh")).isNotNull();
        assertThat(contents.keySet()).isEqualTo(written.keySet());
        written.forEach((path, content) -> assertThat(contents.get(path)).isEqualTo(content));
        assertThat(revision.entries())
                .filteredOn(e -> e.kind() == GitEntry.Kind.EXECUTABLE)
                .extracting(GitEntry::text)
                .containsExactly("d0/run.sh");
        assertThat(revision.entries())
                .filteredOn(e -> e.kind() == GitEntry.Kind.LINK)
                .extracting(GitEntry::text)
                .containsExactly("link");
        assertThat(revision.commit()).matches("[0-9a-f]{40}");
        assertThat(revision.notices()).isEmpty();
    }

    @Test
    void aFolderOfTheRepositoryIsReadAlone() throws IOException {
        write("a/x", new byte[] {1});
        write("b/y", new byte[] {2});
        commit();
        assertThat(read(GitRevision.open(folder.resolve("a"), "HEAD"))).containsOnlyKeys("x");
        Files.createDirectories(folder.resolve("new"));
        assertThatThrownBy(() -> GitRevision.open(folder.resolve("new"), "HEAD"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("is not in revision HEAD");
    }

    @Test
    void unreadContentsAreSkipped() throws IOException {
        write("a", new byte[100_000]);
        write("b", new byte[] {7});
        commit();
        Map<String, Integer> firstBytes = new TreeMap<>();
        GitRevision revision = GitRevision.open(folder, "HEAD");
        revision.read(revision.entries(), (e, in) -> firstBytes.put(e.text(), in.read()));
        assertThat(firstBytes).containsExactly(Map.entry("a", 0), Map.entry("b", 7));
    }

    @Test
    void oldRevisionsAndBareRepositories() throws IOException {
        write("a", new byte[] {1});
        commit();
        write("a", new byte[] {2});
        commit();
        assertThat(read(GitRevision.open(folder, "HEAD~1"))).containsEntry("a", new byte[] {1});
        Path bare = folder.resolve("bare");
        Git.run(folder, "", "clone", "-q", "--bare", ".", "bare");
        assertThat(read(GitRevision.open(bare, "HEAD"))).containsEntry("a", new byte[] {2});
    }

    @Test
    void submodulesForgedNamesAndNamesThatAreNoText() throws IOException {
        String blob = Git.run(folder, "content", "hash-object", "-w", "--stdin").strip();
        String tree = Git.run(folder, "100644 blob " + blob + "\tevil\n", "mktree").strip();
        String odd = new String(new byte[] {'x', (byte) 0xC3, (byte) 0xA9}, StandardCharsets.UTF_8);
        String top =
                Git.run(
                                folder,
                                "040000 tree %s\t..\n100644 blob %s\tgood\n160000 commit %s\tsub\n"
                                                .formatted(tree, blob, "1".repeat(40))
                                        + "100644 blob "
                                        + blob
                                        + "\t"
                                        + odd
                                        + "\n",
                                "mktree",
                                "--missing")
                        .strip();
        String commit = Git.run(folder, "x", "commit-tree", top).strip();
        GitRevision revision = GitRevision.open(folder, commit);
        assertThat(revision.entries())
                .extracting(GitEntry::text)
                .containsExactly("good", "sub", odd);
        assertThat(revision.notices())
                .containsExactly(
                        "left out, its name is unsafe: ../evil",
                        "sub: a submodule at " + "1".repeat(40) + ", its files are not included");
        assertThat(read(revision)).containsOnlyKeys("good", odd);
    }

    @Test
    void namesAreChecked() {
        for (String bad : new String[] {"", "a//b", "../x", "a/..", "./a", "a/.GIT/hooks", "/a"}) {
            assertThat(GitListing.safe(bad.getBytes(StandardCharsets.UTF_8))).as(bad).isFalse();
        }
        assertThat(GitListing.safe("a/.gitignore".getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @Test
    void whatIsNotThereIsSaidInOneLine(@TempDir Path elsewhere) throws IOException {
        write("a", new byte[1]);
        commit();
        for (String revision : Arrays.asList("nowhere", "--all", "HEAD:a", "")) {
            assertThatThrownBy(() -> GitRevision.open(folder, revision))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageStartingWith("no commit '" + revision + "'");
        }
        assertThatThrownBy(() -> GitRevision.open(elsewhere, "HEAD"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageStartingWith("not in a git repository");
        assertThatThrownBy(() -> GitRevision.open(elsewhere.resolve("no"), "HEAD"))
                .hasMessageStartingWith("no such folder");
    }

    @Test
    void aLostObjectIsNamed() throws IOException {
        write("a", new byte[] {1, 2, 3});
        commit();
        GitRevision revision = GitRevision.open(folder, "HEAD");
        String object = revision.entries().getFirst().object();
        Files.delete(
                folder.resolve(".git/objects/" + object.substring(0, 2))
                        .resolve(object.substring(2)));
        assertThatThrownBy(() -> read(revision))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("git cannot read a of commit");
    }
}
