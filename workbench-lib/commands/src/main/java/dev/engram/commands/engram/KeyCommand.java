package dev.engram.commands.engram;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Groups the verbs on key files. */
@Command(
        name = "key",
        description = "Key files of encrypted engrams.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {KeyNew.class})
public final class KeyCommand {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
