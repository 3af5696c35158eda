package dev.engram.distribution;

import static org.assertj.core.api.Assumptions.assumeThat;

import dev.engram.base.WorkbenchHome;
import dev.engram.commands.setup.KernelLaunch;
import dev.engram.commands.setup.internal.KernelCommandLine;
import dev.engram.commands.setup.internal.KernelSpec;
import dev.engram.commands.setup.internal.PythonEnvironment;
import dev.engram.commands.setup.internal.RunningJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The kernel from the jars of this build, in the Python environment that was set up: the module's
 * pom puts {@code target/jupyter} before every other place where Jupyter looks for kernels.
 */
final class BuiltKernel {

    private BuiltKernel() {}

    /** Writes the kernelspec; skips the test where set-up has not been run. */
    static PythonEnvironment install() throws IOException {
        WorkbenchHome home = WorkbenchHome.fromEnvironment();
        PythonEnvironment python = new PythonEnvironment(home);
        assumeThat(Files.isExecutable(python.python()))
                .as("needs Jupyter: run ./workbench setup")
                .isTrue();
        List<Path> jars;
        try (Stream<Path> files = Files.list(Sandbox.jars())) {
            jars = files.sorted().toList();
        }
        KernelLaunch launch = ServiceLoader.load(KernelLaunch.class).findFirst().orElseThrow();
        Path kernels = Path.of("target", "jupyter", "kernels").toAbsolutePath();
        KernelSpec.write(kernels, new KernelCommandLine(home, new RunningJars(jars), launch), home);
        return python;
    }
}
