package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.Remotes;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives a remote model a name. */
@Command(
        name = "add",
        description = "Give a remote model a name that --model takes. Nothing is sent yet.",
        footer = {
            "",
            "Example: workbench model remote add big http://host:8000/v1#qwen --key-variable BIG_KEY"
        })
public final class RemoteAdd extends Verb<RemoteList.Line> {

    @Parameters(index = "0", paramLabel = "NAME", description = "What --model shall name it by.")
    private String name = "";

    @Parameters(
            index = "1",
            paramLabel = "URL",
            description = "Address with /v1, and #model where the server has several.")
    private String url = "";

    @Option(
            names = "--key-variable",
            paramLabel = "NAME",
            defaultValue = RemoteEndpoint.KEY_VARIABLE,
            description = "Environment variable that holds the key. Default: ${DEFAULT-VALUE}.")
    private String keyVariable = RemoteEndpoint.KEY_VARIABLE;

    @Option(
            names = "--context",
            paramLabel = "TOKENS",
            defaultValue = "0",
            description = "Tokens of one request. Default: what the server says.")
    private int context;

    public RemoteAdd() {}

    /** For Java calls. */
    public RemoteAdd(String name, String url, String keyVariable) {
        this.name = name;
        this.url = url;
        this.keyVariable = keyVariable;
    }

    @Override
    public RemoteList.Line run(VerbContext verb) throws Exception {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*") || name.equals("default")) {
            throw WorkbenchException.usage(
                    "'" + name + "' is no name for a remote", "letters, digits, . _ -");
        }
        if (!keyVariable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw WorkbenchException.usage(
                    "that is no name of an environment variable",
                    "give the name of the variable, never the key itself");
        }
        RemoteEndpoint address = RemoteEndpoint.ofAddress(url);
        RemoteEndpoint remote =
                new RemoteEndpoint(
                        name,
                        address.base(),
                        address.model(),
                        keyVariable,
                        Optional.empty(),
                        context,
                        address.limits());
        new Remotes(verb.home()).put(remote);
        return RemoteList.Line.of(remote);
    }
}
