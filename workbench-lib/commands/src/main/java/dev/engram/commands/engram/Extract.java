package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import dev.engram.engram.ExtractOptions;
import dev.engram.engram.ExtractResult;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes an engram's files back to a folder. */
@Command(
        name = "extract",
        description = "Write the files to a folder, bit for bit, with modes, times and links.",
        footer = {"", "Example: workbench engram extract -e src.engram -o out"})
public final class Extract extends Verb<ExtractResult> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "OUT",
            description =
                    "The folder; made if it is not there. Files of the same name are replaced.")
    private String output = "";

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "Write only what matches, such as '*.java' or 'src/**'. Repeatable.")
    private List<String> includes = new ArrayList<>();

    @Option(
            names = "--snapshot",
            paramLabel = "ID",
            defaultValue = "",
            description = "A snapshot's id or the beginning of it. Default: the newest.")
    private String snapshot = "";

    public Extract() {}

    /** For Java calls. */
    Extract(String engram, String output, ExtractOptions options) {
        this.engram = new EngramOption(engram);
        this.output = output;
        this.includes = options.includes();
        this.snapshot = options.snapshot();
    }

    @Override
    public ExtractResult run(VerbContext context) throws Exception {
        try (Engram stored = engram.open(context, snapshot)) {
            return stored.extract(
                    context.resolve(output),
                    ExtractOptions.defaults().withIncludes(includes).withSnapshot(snapshot),
                    context.progress());
        }
    }
}
