package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTreesTest {

    @TempDir Path folder;

    @Test
    void deletesEverythingInAFolderAndNothingBesideIt() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Files.createDirectories(tree.resolve("a/b/c"));
        Files.writeString(tree.resolve("a/b/file"), "x");
        Files.writeString(folder.resolve("tree-beside"), "kept");
        FileTrees.delete(tree);
        assertThat(tree).doesNotExist();
        assertThat(folder.resolve("tree-beside")).hasContent("kept");
    }

    @Test
    void whereThereIsNothingNothingHappens() throws Exception {
        FileTrees.delete(folder.resolve("none"));
        Path file = Files.writeString(folder.resolve("file"), "x");
        FileTrees.delete(file);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void linksAreDeletedWithoutWhatTheyLeadTo() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("kept"));
        Files.writeString(kept.resolve("file"), "kept");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("link"), kept);
        Files.createSymbolicLink(tree.resolve("dangling"), folder.resolve("nowhere"));
        Path top = Files.createSymbolicLink(folder.resolve("top"), kept);
        FileTrees.delete(tree);
        FileTrees.delete(top);
        assertThat(tree).doesNotExist();
        assertThat(Files.isSymbolicLink(top)).isFalse();
        assertThat(kept.resolve("file")).hasContent("kept");
    }
}
