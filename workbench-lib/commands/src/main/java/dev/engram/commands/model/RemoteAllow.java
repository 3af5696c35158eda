package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.remote.RemoteConsent;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Allows an engram to lend passages to remote models. */
@Command(
        name = "allow",
        description =
                "Allow passages of an engram to leave for remote models, or take that back. Kept"
                        + " on this machine, not in the engram.",
        footer = {"", "Example: workbench model remote allow docs.engram"})
public final class RemoteAllow extends Verb<RemoteAllow.Result> {

    /** What holds from now on. */
    public record Result(String engram, boolean allowed) {
        @Override
        public String toString() {
            return allowed
                    ? "passages of " + engram + " may go to remote models"
                    : "no passage of " + engram + " goes to a remote model";
        }
    }

    @Parameters(index = "0", paramLabel = "ENGRAM", description = "Folder of the engram.")
    private String engram = "";

    @Option(names = "--revoke", description = "Take the permission back.")
    private boolean revoke;

    public RemoteAllow() {}

    /** For Java calls. */
    public RemoteAllow(String engram, boolean allowed) {
        this.engram = engram;
        this.revoke = !allowed;
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        Path folder = context.resolve(engram);
        if (!revoke && !Files.isDirectory(folder)) {
            throw WorkbenchException.missing(
                    "no engram " + folder, "see: workbench engram list --help");
        }
        new RemoteConsent(context.home()).allow(folder, !revoke);
        return new Result(engram, !revoke);
    }
}
