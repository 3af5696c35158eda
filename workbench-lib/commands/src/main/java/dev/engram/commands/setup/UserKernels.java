package dev.engram.commands.setup;

import dev.engram.base.WorkbenchHome;
import dev.engram.commands.VerbContext;
import dev.engram.commands.setup.internal.AotCacheStep;
import dev.engram.commands.setup.internal.JupyterFolders;
import dev.engram.commands.setup.internal.KernelCommandLine;
import dev.engram.commands.setup.internal.KernelSpec;
import dev.engram.commands.setup.internal.KnownKernels;
import dev.engram.commands.setup.internal.StepRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Kernelspecs in Jupyters that are not ours; needs no Python. */
public final class UserKernels {

    private final WorkbenchHome home;
    private final VerbContext context;

    public UserKernels(VerbContext context) {
        this.home = context.home();
        this.context = context;
    }

    /** Installs into the data folder of the user's Jupyter. */
    public InstalledKernel installForUser() throws IOException, InterruptedException {
        return install(JupyterFolders.userData(System.getenv()));
    }

    /**
     * Installs into a data folder of Jupyter.
     *
     * @param data a folder that has, or gets, a folder {@code kernels}
     */
    public InstalledKernel install(Path data) throws IOException, InterruptedException {
        KernelCommandLine kernel = KernelCommandLine.find(home);
        new StepRunner(home, context.progress(), context.notices())
                .ensure(List.of(new AotCacheStep(home, kernel, context.notices())));
        Path folder = KernelSpec.write(data.resolve("kernels"), kernel, home);
        new KnownKernels(home).add(folder);
        return new InstalledKernel(KernelSpec.NAME, folder.toString());
    }
}
