package dev.engram.bench.dataset;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks zip archives without ever writing outside the target folder. */
final class Unzip {

    private Unzip() {}

    /**
     * What an archive may hold at most.
     *
     * @param files number of files
     * @param bytes size of all files together, unpacked
     */
    record Limits(int files, long bytes) {
        static final Limits DEFAULT = new Limits(200_000, 2L << 30);
    }

    /**
     * Unpacks files and folders; links and other kinds become plain files with their content.
     *
     * @throws WorkbenchException DAMAGED where the archive is none, names a place outside the
     *     folder, or holds more than the limits
     */
    static void into(Path archive, Path folder, Limits limits) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        long left = limits.bytes();
        int files = 0;
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                Interrupts.check("the archive was not unpacked");
                ZipEntry entry = entries.nextElement();
                Path target = target(root, entry.getName(), archive);
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                if (++files > limits.files()) {
                    throw damaged(archive, "holds more than " + limits.files() + " files");
                }
                Files.createDirectories(root.resolve(target).getParent());
                try (InputStream in = zip.getInputStream(entry);
                        OutputStream out = Files.newOutputStream(target)) {
                    left = copy(in, out, left, archive);
                }
            }
        } catch (ZipException e) {
            throw damaged(archive, "is no zip archive: " + e.getMessage());
        }
    }

    private static long copy(InputStream in, OutputStream out, long limit, Path archive)
            throws IOException {
        byte[] buffer = new byte[1 << 15];
        long left = limit;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            left -= n;
            if (left < 0) {
                throw damaged(archive, "unpacks to more than the limit");
            }
            out.write(buffer, 0, n);
        }
        return left;
    }

    private static Path target(Path root, String name, Path archive) {
        try {
            Path target = root.resolve(name).normalize();
            boolean drive = name.contains(":") || name.contains("\\");
            if (!drive && target.startsWith(root) && !target.equals(root)) {
                return target;
            }
        } catch (InvalidPathException e) {
            // refused like any other bad name
        }
        throw damaged(archive, "names a place outside its folder: '" + name + "'");
    }

    private static WorkbenchException damaged(Path archive, String problem) {
        return WorkbenchException.damaged(
                archive + " " + problem, "it was not unpacked; check where it came from");
    }
}
