package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Differences;
import dev.engram.engram.Engram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares two snapshots of an engram. */
@Command(
        name = "diff",
        description = {
            "List what differs between two snapshots: files, folders and links that were added,",
            "removed or modified, that changed their type or their mode. Times are not compared."
        },
        footer = {"", "Example: workbench engram diff -e src.engram --from 1f3a"})
public final class Diff extends Verb<Differences> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--from",
            paramLabel = "ID",
            defaultValue = "",
            description = "A snapshot's id or its beginning. Default: the one before --to.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "ID",
            defaultValue = "",
            description = "The same. Default: the newest.")
    private String to = "";

    public Diff() {}

    /** For Java calls. */
    Diff(String engram, String from, String to) {
        this.engram = new EngramOption(engram);
        this.from = from;
        this.to = to;
    }

    @Override
    public Differences run(VerbContext context) throws Exception {
        return Engram.diff(engram.path(context), from, to);
    }
}
