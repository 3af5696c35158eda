package dev.engram.commands.setup.internal;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter looks for a user's kernels, by its own rules. */
public final class JupyterFolders {

    private JupyterFolders() {}

    /** {@code JUPYTER_DATA_DIR}, else the default of this platform. */
    public static Path userData(Map<String, String> environment) {
        // As Jupyter: HOME counts, which Java's user.home does not follow.
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return userData(environment, System.getProperty("os.name"), Path.of(home));
    }

    static Path userData(Map<String, String> environment, String system, Path userHome) {
        String set = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!set.isBlank()) {
            return Path.of(set);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String roaming = environment.getOrDefault("APPDATA", "");
            return (roaming.isBlank() ? userHome.resolve("AppData/Roaming") : Path.of(roaming))
                    .resolve("jupyter");
        }
        if (name.startsWith("mac")) {
            return userHome.resolve("Library").resolve("Jupyter");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        return (data.isBlank() ? userHome.resolve(".local").resolve("share") : Path.of(data))
                .resolve("jupyter");
    }
}
