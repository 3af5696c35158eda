package dev.engram.models;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.GgufFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The model files of the models folder, and finding one by id or path. Thread-safe. */
public final class ModelStore {

    private final WorkbenchHome home;
    private final ForeignModels foreign;

    public ModelStore(WorkbenchHome home) {
        this(home, new ForeignModels());
    }

    ModelStore(WorkbenchHome home, ForeignModels foreign) {
        this.home = home;
        this.foreign = foreign;
    }

    /** What other tools keep on this machine. */
    public ForeignModels foreign() {
        return foreign;
    }

    /** Files that end in {@code .gguf} in the models folder and the folders in it, by name. */
    public List<Path> files() throws IOException {
        Path folder = home.models();
        return GgufFolder.files(folder, 3).stream()
                .filter(f -> visible(folder.relativize(f)))
                .toList();
    }

    private static boolean visible(Path relative) {
        for (Path part : relative) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    /** What is in the models folder; files that are no usable model are left out. */
    public List<GgufFile> readable() throws IOException {
        List<GgufFile> readable = new ArrayList<>();
        for (Path file : files()) {
            try {
                readable.add(GgufFile.read(file));
            } catch (WorkbenchException e) {
                if (e.category() == WorkbenchException.Category.INTERRUPTED) {
                    throw e;
                }
            }
        }
        return readable;
    }

    /**
     * The file a user means: a path, an id or file name in the models folder, or the id of another
     * tool's file such as {@code ollama/llama3.2:3b}, in any case.
     *
     * @param workingDirectory what a relative path is resolved against
     * @throws WorkbenchException MISSING with the near match
     */
    public Path find(String idOrPath, Path workingDirectory) throws IOException {
        Path path = workingDirectory.resolve(expand(idOrPath)).normalize();
        if (Files.isRegularFile(path)) {
            return path;
        }
        List<Path> files = files();
        Optional<Path> named =
                files.stream()
                        .filter(
                                f -> {
                                    String name = f.getFileName().toString();
                                    return name.equalsIgnoreCase(idOrPath)
                                            || id(f).equalsIgnoreCase(idOrPath);
                                })
                        .min(Comparator.comparing(Path::getNameCount));
        if (named.isEmpty() && idOrPath.contains("/")) {
            named = foreign.find(idOrPath);
        }
        return named.orElseThrow(
                () -> {
                    String near =
                            NearMatch.of(idOrPath, files.stream().map(ModelStore::id).toList())
                                    .map(n -> "did you mean '" + n + "'? ")
                                    .orElse("");
                    return WorkbenchException.missing(
                            "no model '" + idOrPath + "': not a file, nor in " + home.models(),
                            near + "see: workbench model list");
                });
    }

    private static String id(Path file) {
        return ModelInfo.idOf(file.getFileName().toString());
    }

    private static String expand(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }
}
