package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.Models;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Frees the memory of models. */
@Command(
        name = "unload",
        description = "Free models of this process that nobody uses: one, or all.",
        footer = {"", "Example: %%model unload"})
public final class Unload extends Verb<Unload.Result> {

    /**
     * What was freed.
     *
     * @param unloaded number of loaded models that are gone
     */
    public record Result(int unloaded) {
        @Override
        public String toString() {
            return unloaded == 1 ? "1 model unloaded" : unloaded + " models unloaded";
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID|FILE",
            description = "The model; default: all that nobody uses.",
            completionCandidates = ModelIds.class)
    private @Nullable String model;

    public Unload() {}

    /** For Java calls. */
    Unload(String model) {
        this.model = model;
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        Models models = ModelOptions.models(context);
        return new Result(
                model == null
                        ? models.unloadIdle()
                        : models.unload(new ModelOptions(model).file(context)));
    }
}
