package dev.engram.commands.setup.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The project's own Python: a virtual environment below WORKBENCH_HOME. */
public final class PythonEnvironment {

    private final WorkbenchHome home;

    public PythonEnvironment(WorkbenchHome home) {
        this.home = home;
    }

    public Path folder() {
        return home.pythonEnvironment();
    }

    /** The interpreter; it may not exist yet. */
    public Path python() {
        Path programs = Executables.programsOf(folder());
        return programs.resolve(Executables.WINDOWS ? "python.exe" : "python");
    }

    /** Where our kernelspec goes, so that this environment's Jupyter finds it. */
    public Path kernels() {
        return folder().resolve("share").resolve("jupyter").resolve("kernels");
    }

    /** Where pure Python packages lie. */
    Path sitePackages() throws IOException {
        if (Executables.WINDOWS) {
            return folder().resolve("Lib").resolve("site-packages");
        }
        try (Stream<Path> versions = Files.list(folder().resolve("lib"))) {
            return versions.map(v -> v.resolve("site-packages"))
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    WorkbenchException.damaged(
                                            folder() + " has no site-packages",
                                            "delete it and run: ./workbench setup"));
        }
    }

    /**
     * What a program of this environment gets: Jupyter's files and the shell history of IPython
     * stay below WORKBENCH_HOME.
     */
    public Map<String, String> variables() {
        Path jupyter = home.root().resolve("jupyter");
        Map<String, String> variables = new HashMap<>();
        variables.put("WORKBENCH_HOME", home.root().toString());
        variables.put("JUPYTER_CONFIG_DIR", jupyter.resolve("config").toString());
        variables.put("JUPYTER_DATA_DIR", jupyter.resolve("data").toString());
        variables.put("JUPYTER_RUNTIME_DIR", jupyter.resolve("runtime").toString());
        variables.put("IPYTHONDIR", jupyter.resolve("ipython").toString());
        variables.put("PYTHONNOUSERSITE", "1");
        return Map.copyOf(variables);
    }

    /** Runs the interpreter. */
    ExternalCommand.Result run(List<String> arguments, Consumer<String> line, Runnable tick)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(python().toString()), arguments.stream()).toList();
        return new ExternalCommand(command, home.root(), variables()).run(line, tick);
    }
}
