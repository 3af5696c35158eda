package dev.engram.base;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that holds everything of ours outside the project: natives, models, caches, the
 * virtual environment, logs.
 *
 * @param root absolute path of the folder; it may not exist yet
 */
public record WorkbenchHome(Path root) {

    /** The variable that moves the folder. */
    public static final String VARIABLE = "WORKBENCH_HOME";

    public WorkbenchHome {
        root = root.toAbsolutePath().normalize();
    }

    /** {@code $WORKBENCH_HOME}, else {@code ~/.cache/engram-workbench}. */
    public static WorkbenchHome fromEnvironment() {
        return from(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    static WorkbenchHome from(Map<String, String> environment, Path userHome) {
        String set = environment.get(VARIABLE);
        return new WorkbenchHome(
                set == null || set.isBlank()
                        ? userHome.resolve(".cache").resolve("engram-workbench")
                        : Path.of(set));
    }

    /** Language models in GGUF, ours and the user's. */
    public Path models() {
        return root.resolve("models");
    }

    /** Native libraries, one folder per package and version. */
    public Path natives() {
        return root.resolve("natives");
    }

    /** The Python virtual environment of the project. */
    public Path pythonEnvironment() {
        return root.resolve("venv");
    }

    /** Native and worker logs. */
    public Path logs() {
        return root.resolve("logs");
    }

    /** Data sets fetched or built. */
    public Path datasets() {
        return root.resolve("datasets");
    }
}
