package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbScope;
import dev.engram.engram.Engram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** The options {@code -e} and {@code --key}: which engram, and what opens it. */
public final class EngramOption implements VerbScope {

    @Option(
            names = {"-e", "--engram"},
            required = true,
            paramLabel = "X.engram",
            description = "The engram, a folder named X.engram by custom.")
    private String engram = "";

    @Option(
            names = "--key",
            paramLabel = "FILE",
            defaultValue = "",
            description =
                    "The key file of an encrypted engram; a first ingest with it encrypts. Default:"
                            + " the file that ENGRAM_KEY_FILE names.")
    private String key = "";

    public EngramOption() {}

    /** For Java calls. */
    EngramOption(String engram) {
        this.engram = engram;
    }

    Path path(VerbContext context) {
        return context.resolve(engram);
    }

    /** The engrams, where a verb takes several: separated by commas. */
    List<Path> paths(VerbContext context) {
        if (Files.exists(path(context))) {
            return List.of(path(context));
        }
        return Arrays.stream(engram.split(",")).map(e -> context.resolve(e.strip())).toList();
    }

    Engram open(VerbContext context) throws IOException {
        return Engram.open(path(context));
    }

    Engram open(VerbContext context, String snapshot) throws IOException {
        return Engram.open(path(context), snapshot);
    }

    @Override
    public <R> R run(Verb<R> verb, VerbContext context) throws Exception {
        return new KeyScope(key).run(verb, context);
    }
}
