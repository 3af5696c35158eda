package dev.engram.models.internal.natives;

import dev.engram.base.FileTrees;
import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Unpacks the libraries of a verified npm package; safe against hostile entry names. */
public final class NativeInstaller {

    private NativeInstaller() {}

    /**
     * Unpacks the plain files directly below {@code folderInPackage} into {@code target}, whole or
     * not at all: a temporary folder beside it is filled, then renamed.
     *
     * @throws WorkbenchException DAMAGED if an entry would leave the folder or nothing is there
     */
    public static void unpack(Path archive, String folderInPackage, Path target)
            throws IOException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("target has no parent: " + target);
        }
        Files.createDirectories(parent);
        Path temporary = parent.resolve(".unpack-" + UUID.randomUUID());
        Files.createDirectory(temporary);
        try {
            int files = unpackInto(archive, folderInPackage, temporary);
            if (files == 0) {
                throw WorkbenchException.damaged(
                        archive.getFileName() + " holds no folder " + folderInPackage,
                        "delete " + archive + " and run set-up again");
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                }
                // Another process was faster: its folder is as good as ours.
                FileTrees.delete(temporary);
            }
        } catch (IOException | RuntimeException e) {
            FileTrees.delete(temporary);
            throw e;
        }
    }

    private static int unpackInto(Path archive, String folderInPackage, Path folder)
            throws IOException {
        int files = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Interrupts.check("nothing was installed");
                Path name = Path.of(entry.getName()).normalize();
                if (name.isAbsolute() || name.startsWith("..")) {
                    throw WorkbenchException.damaged(
                            archive.getFileName()
                                    + ": entry '"
                                    + entry.getName()
                                    + "' leaves the folder",
                            "delete " + archive + " and fetch it again");
                }
                if (entry.isFile() && Path.of(folderInPackage).equals(name.getParent())) {
                    Files.copy(tar, folder.resolve(name.getFileName()));
                    files++;
                }
            }
        }
        return files;
    }
}
