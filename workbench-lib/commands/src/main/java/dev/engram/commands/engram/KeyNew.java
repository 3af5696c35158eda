package dev.engram.commands.engram;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.engram.EngramKey;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a key file. */
@Command(
        name = "new",
        description = {
            "Make a key file, readable by you alone. The first ingest with it encrypts an engram.",
            "Without the file such an engram is lost: keep a copy elsewhere, and not beside it."
        },
        footer = {
            "",
            "Example: workbench engram key new ~/engram.key",
            "         workbench engram ingest src -e src.engram --key ~/engram.key"
        })
public final class KeyNew extends Verb<KeyNew.Result> {

    @Parameters(index = "0", paramLabel = "FILE", description = "The file to make.")
    private String file = "";

    public KeyNew() {}

    /** For Java calls. */
    public KeyNew(String file) {
        this.file = file;
    }

    /**
     * Where the key is.
     *
     * @param file the key file
     */
    public record Result(String file) {
        @Override
        public String toString() {
            return "a new key is in "
                    + file
                    + "\nkeep a copy elsewhere: without it the engrams made with it are lost";
        }
    }

    @Override
    public Result run(VerbContext context) {
        Path path = context.resolve(file);
        EngramKey.create(path);
        return new Result(path.toString());
    }
}
