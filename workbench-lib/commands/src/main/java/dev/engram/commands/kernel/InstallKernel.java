package dev.engram.commands.kernel;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.setup.InstalledKernel;
import dev.engram.commands.setup.UserKernels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Adds the kernel to a Jupyter that is not ours. */
@Command(
        name = "install",
        description = {
            "Add the Java kernel to your own Jupyter or VS Code.",
            "Later builds of the workbench keep it up to date."
        },
        footer = {"", "Example: workbench kernel install --user"})
@CommandLineOnly("a running kernel has no need of it")
public final class InstallKernel extends Verb<InstalledKernel> {

    @Option(names = "--user", description = "For your user: in Jupyter's data folder of yours.")
    private boolean user;

    @Option(
            names = "--prefix",
            paramLabel = "FOLDER",
            description = "For a Python environment: in FOLDER/share/jupyter.")
    private @Nullable String prefix;

    @Override
    public InstalledKernel run(VerbContext context) throws Exception {
        if (user == (prefix != null)) {
            throw WorkbenchException.usage(
                    "'kernel install' needs to know for whom",
                    "say --user, or --prefix FOLDER for a Python environment");
        }
        UserKernels kernels = new UserKernels(context);
        return prefix == null
                ? kernels.installForUser()
                : kernels.install(context.resolve(prefix).resolve("share").resolve("jupyter"));
    }
}
