package dev.engram.models.internal;

import dev.engram.base.AtomicFiles;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.Digests;
import dev.engram.models.catalogue.Catalogue;
import dev.engram.models.catalogue.CatalogueEntry;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.WeightCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Hashes a model file the first time it is seen, and remembers. Damaged weights load and answer
 * nonsense without a word; a file that is in the catalogue by name and size must have its hash.
 */
public final class ModelVerifier {

    private final Path folder;
    private final Catalogue catalogue;

    public ModelVerifier(WorkbenchHome home, Catalogue catalogue) {
        this.folder = home.models().resolve(".verified");
        this.catalogue = catalogue;
    }

    /** Whether this very file (path, size, time) was looked at before. */
    public Optional<String> known(GgufFile file) throws IOException {
        Path stamp = stamp(file.path());
        if (!Files.isReadable(stamp)) {
            return Optional.empty();
        }
        List<String> lines = lines(stamp);
        return lines.size() == 2 && lines.get(0).equals(state(file))
                ? Optional.of(lines.get(1))
                : Optional.empty();
    }

    /** A stamp that cannot be read says nothing: the file is hashed again. */
    private static List<String> lines(Path stamp) {
        try {
            return Files.readAllLines(stamp);
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Hashes the file and looks at its weights.
     *
     * @return its SHA-256
     * @throws WorkbenchException DAMAGED if it is not the file the catalogue knows by its name, or
     *     has impossible weights
     */
    public String verify(GgufFile file, Progress progress) throws IOException {
        String sha256 = Digests.sha256Hex(file.path(), progress);
        for (CatalogueEntry entry : catalogue.models()) {
            if (entry.fileName().equalsIgnoreCase(String.valueOf(file.path().getFileName()))
                    && entry.sizeBytes() == file.sizeBytes()
                    && !entry.sha256().equals(sha256)) {
                throw WorkbenchException.damaged(
                        file.path()
                                + ": weights damaged: sha256 is "
                                + sha256
                                + ", not "
                                + entry.sha256(),
                        "delete it and run: workbench model pull " + entry.id());
            }
        }
        WeightCheck.check(file);
        return sha256;
    }

    /** Notes that the file was found good. */
    public void remember(GgufFile file, String sha256) {
        try {
            AtomicFiles.write(stamp(file.path()), state(file) + "\n" + sha256 + "\n");
        } catch (IOException e) {
            // Then it is hashed again the next time.
        }
    }

    private Path stamp(Path file) {
        byte[] name = file.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return folder.resolve(
                HexFormat.of().toHexDigits(java.util.Arrays.hashCode(name))
                        + "-"
                        + file.getFileName()
                        + ".stamp");
    }

    private static String state(GgufFile file) throws IOException {
        return file.sizeBytes()
                + " "
                + Files.getLastModifiedTime(file.path()).toMillis()
                + " "
                + file.path().toAbsolutePath();
    }
}
