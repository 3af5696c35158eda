package dev.engram.engram.internal.crypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key file gives its key, or one clear error; never another key. */
class KeyFilesTest {

    @TempDir Path temp;

    private void assertRefused(Category category, String message, Path file) {
        assertThatThrownBy(() -> KeyFiles.read(file))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(category);
                            assertThat(e.userMessage().lines()).hasSize(2);
                        })
                .hasMessageContaining(message);
    }

    @Test
    void aNewFileIsItsOwnersAloneAndNeverOverwritten() throws IOException {
        Path file = temp.resolve("engram.key");
        MasterKey key = MasterKey.random();
        KeyFiles.write(file, key);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(Files.getPosixFilePermissions(file))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
        }
        assertThat(KeyFiles.read(file)).isEqualTo(key);
        assertThat(Files.readAllLines(file)).hasSize(3).last().asString().hasSize(12 + 1 + 56);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> KeyFiles.write(file, MasterKey.random()))
                .hasMessageContaining("never overwritten");
        assertThat(file).hasBinaryContent(before);
        assertThatThrownBy(() -> KeyFiles.write(temp.resolve("no/such/key"), key))
                .hasMessageContaining("there is no such folder");
    }

    @Test
    void noChangedCharacterGivesAnotherKey() throws IOException {
        Path file = temp.resolve("engram.key");
        MasterKey key = MasterKey.random();
        KeyFiles.write(file, key);
        String text = Files.readString(file);
        int refused = 0;
        for (int i = 0; i < text.length(); i++) {
            for (String with : List.of("A", "z", "#", "\n", "\u00e9", "")) {
                Files.writeString(file, text.substring(0, i) + with + text.substring(i + 1));
                refused += refusedOrRight(file, key, i);
            }
            Files.writeString(file, text.substring(0, i));
            refused += refusedOrRight(file, key, i);
        }
        assertThat(refused).isGreaterThan(400);
    }

    private static int refusedOrRight(Path file, MasterKey key, int at) {
        try {
            assertThat(KeyFiles.read(file)).as("character %d", at).isEqualTo(key);
            return 0;
        } catch (WorkbenchException e) {
            assertThat(e.category()).isIn(Category.USAGE, Category.DAMAGED);
            return 1;
        }
    }

    @Test
    void eachMistakeHasItsLine() throws IOException {
        assertRefused(Category.MISSING, "no key file at", temp.resolve("none"));
        assertRefused(Category.RESOURCE, "cannot read the key file", temp);
        Path file = temp.resolve("f");
        for (String other : List.of("", "ssh-ed25519 AAAA", "# only a comment\n", "a\nb\n")) {
            Files.writeString(file, other);
            assertRefused(Category.USAGE, "not a key file", file);
        }
        Files.write(file, new byte[10_000_000]);
        assertRefused(Category.USAGE, "not a key file", file);
        Files.writeString(file, MasterKey.random().text().repeat(2));
        assertRefused(Category.USAGE, "not a key file", file);
        Files.writeString(file, "ENGRAM-KEY-2 abc");
        assertRefused(Category.USAGE, "newer version", file);
        Files.writeString(file, "ENGRAM-KEY-1");
        assertRefused(Category.DAMAGED, "is not what was written", file);
        Files.writeString(file, "ENGRAM-KEY-1 AAAA");
        assertRefused(Category.DAMAGED, "is not what was written", file);
    }

    @Test
    void commentsAndBlankLinesDoNotMatter() throws IOException {
        MasterKey key = MasterKey.random();
        Path file = temp.resolve("f");
        Files.writeString(file, "\n# mine\r\n" + key.text().replace("\n", "\r\n") + "\n\n");
        assertThat(KeyFiles.read(file)).isEqualTo(key);
    }
}
