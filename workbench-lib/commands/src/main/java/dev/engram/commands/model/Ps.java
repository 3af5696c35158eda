package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import picocli.CommandLine.Command;

/** Tells which models are in memory. */
@Command(
        name = "ps",
        description =
                "Models in the memory of this process and of the worker, with their requests.",
        footer = {"", "Example: %%model ps"})
public final class Ps extends Verb<LoadedModels> {

    @Override
    public LoadedModels run(VerbContext context) {
        return new LoadedModels(ModelOptions.models(context).loaded());
    }
}
