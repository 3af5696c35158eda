package dev.engram.commands.engram;

import dev.engram.commands.VerbContext;
import dev.engram.engram.Engram;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code -e}: which engram. */
public final class EngramOption {

    @Option(
            names = {"-e", "--engram"},
            required = true,
            paramLabel = "X.engram",
            description = "The engram, a folder named X.engram by custom.")
    private String engram = "";

    public EngramOption() {}

    /** For Java calls. */
    EngramOption(String engram) {
        this.engram = engram;
    }

    Path path(VerbContext context) {
        return context.resolve(engram);
    }

    Engram open(VerbContext context) throws IOException {
        return Engram.open(path(context));
    }

    Engram open(VerbContext context, String snapshot) throws IOException {
        return Engram.open(path(context), snapshot);
    }
}
