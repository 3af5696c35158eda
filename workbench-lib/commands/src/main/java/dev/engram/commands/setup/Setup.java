package dev.engram.commands.setup;

import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sets everything up, so that what follows works without a network. */
@Command(
        name = "setup",
        description = {
            "Set everything up: Jupyter in an environment of our own, the kernel, native libraries, the default model.",
            "Each step is done once; a set-up that was stopped goes on where it was. Other verbs set up what they need by themselves."
        },
        footer = {"", "Example: workbench setup"})
@CommandLineOnly("it makes the environment that notebooks and Java calls run in")
public final class Setup extends Verb<SetupReport> {

    @Option(names = "--tests", description = "Also install what only the tests need.")
    private boolean tests;

    @Override
    public SetupReport run(VerbContext context) throws Exception {
        return new WorkbenchSetup(context).everything(tests);
    }
}
