package dev.engram.engram;

import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.vsa.Mixing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Trees of files for tests: making them, and describing everything about them. */
public final class Trees {

    private Trees() {}

    /** Bytes that do not compress and repeat for the same seed. */
    public static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) Mixing.at(seed, i);
        }
        return bytes;
    }

    /** A few small source files. */
    public static Path small(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("src/empty"));
        for (int i = 0; i < 6; i++) {
            Files.writeString(
                    folder.resolve("src/File" + i + ".java"),
                    "class File"
                            + i
                            + " {\n    int number"
                            + i
                            + "() {\n        return "
                            + i
                            + ";\n    }\n\n    void walkTheDog(String name) {\n        feed(name"
                            + ", \""
                            + "bone ".repeat(i)
                            + "\");\n    }\n}\n");
        }
        Files.writeString(folder.resolve("README.md"), "# Dogs\n\nThey bark.\n");
        return folder;
    }

    /** Each path below a folder with all that an engram keeps of it. */
    public static Map<String, String> describe(Path folder) throws IOException {
        Map<String, String> found = new TreeMap<>();
        describe(folder, "", found);
        return found;
    }

    private static void describe(Path path, String key, Map<String, String> found)
            throws IOException {
        SourceFiles disk = SourceFiles.disk();
        SourceFiles.Attributes attributes = disk.attributes(path);
        String content =
                switch (attributes.kind()) {
                    case FILE -> Id.hash(Files.readAllBytes(path)).hex();
                    case LINK -> Arrays.toString(PathBytes.target(disk.target(path)));
                    case FOLDER, OTHER -> "";
                };
        String time =
                attributes.kind() == SourceFiles.Kind.LINK ? "" : "" + attributes.mtimeNanos();
        int mode = attributes.kind() == SourceFiles.Kind.LINK ? 0 : attributes.mode();
        found.put(
                key, attributes.kind() + " " + Integer.toOctalString(mode) + " " + time + content);
        if (attributes.kind() == SourceFiles.Kind.FOLDER) {
            for (Path child : disk.list(path)) {
                String name = new String(PathBytes.name(child), StandardCharsets.ISO_8859_1);
                describe(child, key + "/" + name, found);
            }
        }
    }
}
