package dev.engram.commands.setup.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.base.process.Executables;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the Python that the virtual environment is made with. */
final class PythonFinder {

    private static final List<String> NAMES =
            List.of("python3", "python", "python3.13", "python3.12", "python3.11", "python3.10");
    private static final String OLD_ENOUGH =
            "import sys; sys.exit(0 if sys.version_info >= (3, 10) else 3)";
    private static final String HAS_VENV = "import venv, ensurepip";

    private final Map<String, String> environment;

    PythonFinder(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The first Python of at least 3.10 on the PATH.
     *
     * @throws WorkbenchException MISSING with what to install
     */
    Path find() throws IOException, InterruptedException {
        for (String name : NAMES) {
            Optional<Path> python = Executables.onPath(name, environment);
            if (python.isPresent() && succeeds(python.get(), OLD_ENOUGH)) {
                if (!succeeds(python.get(), HAS_VENV)) {
                    throw WorkbenchException.missing(
                            python.get() + " has no venv module",
                            "install it (on Debian and Ubuntu: apt install python3-venv)");
                }
                return python.get();
            }
        }
        throw WorkbenchException.missing(
                "no Python 3.10 or newer on the PATH", "install Python with its venv module");
    }

    private static boolean succeeds(Path python, String code)
            throws IOException, InterruptedException {
        return new ExternalCommand(
                                List.of(python.toString(), "-c", code),
                                Path.of("").toAbsolutePath(),
                                Map.of())
                        .run(line -> {}, () -> {})
                        .exitCode()
                == 0;
    }
}
