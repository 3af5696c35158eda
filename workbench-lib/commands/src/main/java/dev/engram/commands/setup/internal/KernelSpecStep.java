package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the kernel known to the Jupyter of our own Python environment. */
public final class KernelSpecStep implements SetupStep {

    private final WorkbenchHome home;
    private final PythonEnvironment environment;
    private final KernelCommandLine kernel;

    public KernelSpecStep(
            WorkbenchHome home, PythonEnvironment environment, KernelCommandLine kernel) {
        this.home = home;
        this.environment = environment;
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public String title() {
        return "adding the kernel to Jupyter";
    }

    @Override
    public String inputs() throws IOException {
        return environment.folder() + " " + Texts.sha256(KernelSpec.json(kernel, home));
    }

    @Override
    public boolean intact() {
        return Files.exists(environment.kernels().resolve(KernelSpec.NAME).resolve("kernel.json"));
    }

    @Override
    public String install(Progress progress) throws IOException {
        Path folder = KernelSpec.write(environment.kernels(), kernel, home);
        new KnownKernels(home).refresh(kernel, home);
        return "kernelspec '%s' in %s".formatted(KernelSpec.NAME, folder);
    }
}
