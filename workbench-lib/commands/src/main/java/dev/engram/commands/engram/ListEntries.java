package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.Listing;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what an engram holds. */
@Command(
        name = "list",
        description = "List the files, folders and links of an engram.",
        footer = {"", "Example: workbench engram list -e src.engram --include '*.java'"})
public final class ListEntries extends Verb<Listing> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "List only what matches. Repeatable.")
    private List<String> includes = new ArrayList<>();

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            defaultValue = "",
            description = "A snapshot's id or the beginning of it. Default: the newest.")
    private String snapshot = "";

    public ListEntries() {}

    /** For Java calls. */
    ListEntries(String engram, List<String> includes) {
        this.engram = new EngramOption(engram);
        this.includes = includes;
    }

    @Override
    public Listing run(VerbContext context) throws Exception {
        try (Engram stored = engram.open(context, snapshot)) {
            return stored.list(includes);
        }
    }
}
