package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a damaged engram whole. */
@Command(
        name = "repair",
        description = {
            "Make a damaged engram whole: set single wrong bits right, save what damaged packs",
            "hold, fetch what is lost from the source folder, make indexes anew. Only what then",
            "cannot be read is dropped, and named. Exit code 1 if anything is."
        },
        footer = {"", "Example: workbench engram repair -e src.engram --source src"})
public final class Repair extends Verb<RepairReport> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--source",
            paramLabel = "FOLDER",
            defaultValue = "",
            description =
                    "Where lost content may be found. Default: the folder the newest snapshot was"
                            + " taken from, if it is there.")
    private String source = "";

    public Repair() {}

    /** For Java calls. */
    Repair(String engram, String source) {
        this.engram = new EngramOption(engram);
        this.source = source;
    }

    @Override
    public RepairReport run(VerbContext context) throws Exception {
        return RepairReport.of(
                Engram.repair(
                        engram.path(context),
                        source.isEmpty() ? Optional.empty() : Optional.of(context.resolve(source)),
                        context.progress()));
    }
}
