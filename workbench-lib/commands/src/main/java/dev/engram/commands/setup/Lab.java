package dev.engram.commands.setup;

import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens JupyterLab with our kernel. */
@Command(
        name = "lab",
        description = "Open JupyterLab with the Java kernel, for this machine only.",
        footer = {"", "Example: workbench lab notebooks/quickstart.ipynb"})
@CommandLineOnly("it starts the program that notebooks run in")
public final class Lab extends Verb<Started> {

    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A notebook or folder to open; the current folder if left out.")
    private String path = ".";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Port on the loopback interface; another one if it is taken.")
    private int port = 8888;

    @Option(names = "--no-browser", description = "Print the address instead of opening a browser.")
    private boolean noBrowser;

    @Override
    public Started run(VerbContext context) throws Exception {
        WorkbenchSetup setup = new WorkbenchSetup(context);
        setup.forNotebooks();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                setup.python().python().toString(),
                                "-m",
                                "jupyterlab",
                                "--ServerApp.ip=127.0.0.1",
                                "--ServerApp.port=" + port,
                                "--ServerApp.root_dir=" + context.workingDirectory(),
                                "--KernelSpecManager.ensure_native_kernel=True",
                                "--MappingKernelManager.default_kernel_name=engram"));
        if (noBrowser) {
            command.add("--no-browser");
        }
        command.add(context.resolve(path).toString());
        Handover.to(
                command, context.workingDirectory(), setup.python().variables(), System.getenv());
        return new Started(
                "JupyterLab", "the kernel is 'Java (Engram Workbench)'; Ctrl-C twice ends it");
    }
}
