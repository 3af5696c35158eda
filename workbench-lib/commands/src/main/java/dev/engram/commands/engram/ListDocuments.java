package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.Documents;
import dev.engram.engram.Engram;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the documents of an engram. */
@Command(
        name = "documents",
        description = {
            "List the documents of an engram with what they say about themselves:",
            "title, authors, date, DOI and arXiv number; and why some cannot be searched."
        },
        footer = {"", "Example: workbench engram documents -e papers.engram --include '*.pdf'"})
public final class ListDocuments extends Verb<Documents> {

    @Mixin private EngramOption engram = new EngramOption();

    @Option(
            names = "--include",
            paramLabel = "GLOB",
            description = "List only what matches. Repeatable.")
    private List<String> includes = new ArrayList<>();

    public ListDocuments() {}

    /** For Java calls. */
    ListDocuments(String engram, List<String> includes) {
        this.engram = new EngramOption(engram);
        this.includes = includes;
    }

    @Override
    public Documents run(VerbContext context) throws Exception {
        try (Engram stored = engram.open(context)) {
            return stored.documents(includes);
        }
    }
}
