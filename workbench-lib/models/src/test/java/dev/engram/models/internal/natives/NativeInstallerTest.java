package dev.engram.models.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeInstallerTest {

    @TempDir Path folder;

    private Path archive(String... names) throws IOException {
        Path file = folder.resolve("package.tgz");
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
            for (String name : names) {
                byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        return file;
    }

    private Stream<String> names(Path where) throws IOException {
        return Files.list(where).map(f -> f.getFileName().toString());
    }

    @Test
    void takesTheFilesOfOneFolder() throws IOException {
        Path target = folder.resolve("natives").resolve("x-1");
        NativeInstaller.unpack(
                archive("package/README", "package/bins/a.so", "package/bins/deep/b.so"),
                "package/bins",
                target);
        assertThat(names(target)).containsExactly("a.so");
        assertThat(names(target.getParent())).containsExactly("x-1");
    }

    @Test
    void anEntryThatLeavesTheFolderIsRefusedAndNothingStays() throws IOException {
        Path target = folder.resolve("natives").resolve("x-1");
        for (String evil : new String[] {"../evil.so", "package/../../evil.so", "/evil.so"}) {
            Path archive = archive("package/bins/a.so", evil);
            assertThatThrownBy(() -> NativeInstaller.unpack(archive, "package/bins", target))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("leaves the folder");
            assertThat(names(target.getParent())).isEmpty();
        }
        assertThat(folder.resolve("evil.so")).doesNotExist();
    }

    @Test
    void aPackageWithoutLibrariesIsRefused() throws IOException {
        Path archive = archive("package/README");
        assertThatThrownBy(
                        () ->
                                NativeInstaller.unpack(
                                        archive, "package/bins", folder.resolve("n").resolve("x")))
                .hasMessageContaining("holds no folder package/bins");
    }

    @Test
    void whoComesSecondFindsTheFolderOfTheFirst() throws IOException {
        Path target = folder.resolve("natives").resolve("x-1");
        Path archive = archive("package/bins/a.so");
        NativeInstaller.unpack(archive, "package/bins", target);
        NativeInstaller.unpack(archive, "package/bins", target);
        assertThat(names(target.getParent())).containsExactly("x-1");
    }
}
