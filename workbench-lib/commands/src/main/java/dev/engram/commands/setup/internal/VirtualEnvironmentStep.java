package dev.engram.commands.setup.internal;

import dev.engram.base.FileTrees;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.process.ExternalCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes the empty virtual environment. It cannot be made elsewhere and renamed, since its programs
 * know their own path; so whatever an earlier attempt left is cleared first.
 */
public final class VirtualEnvironmentStep implements SetupStep {

    private final PythonEnvironment environment;
    private final Map<String, String> variables;

    public VirtualEnvironmentStep(PythonEnvironment environment, Map<String, String> variables) {
        this.environment = environment;
        this.variables = variables;
    }

    @Override
    public String name() {
        return "venv";
    }

    @Override
    public String title() {
        return "making a Python environment of our own";
    }

    @Override
    public String inputs() {
        return environment.folder().toString();
    }

    @Override
    public boolean intact() {
        return Files.isExecutable(environment.python());
    }

    @Override
    public String install(Progress progress) throws IOException, InterruptedException {
        Path python = new PythonFinder(variables).find();
        progress.update("making " + environment.folder(), 0, -1, Progress.Unit.ITEMS);
        FileTrees.delete(environment.folder());
        Files.createDirectories(environment.folder());
        ExternalCommand.Result result =
                new ExternalCommand(
                                List.of(
                                        python.toString(),
                                        "-m",
                                        "venv",
                                        "--clear",
                                        environment.folder().toString()),
                                environment.folder(),
                                Map.of())
                        .run(line -> {}, () -> {});
        if (result.exitCode() != 0) {
            throw WorkbenchException.resource(
                    "%s could not make a virtual environment: %s"
                            .formatted(python, result.complaint()),
                    "on Debian and Ubuntu: apt install python3-venv; else check space in "
                            + environment.folder(),
                    null);
        }
        return "Python environment made with " + python;
    }
}
