package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.Models;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Frees the memory of models. */
@Command(
        name = "unload",
        description = "Free models that nobody uses, here and in the worker: one, or all.",
        footer = {"", "Example: %%model unload"})
public final class Unload extends Verb<Unload.Result> {

    /**
     * What was freed.
     *
     * @param unloaded number of loaded models that are gone
     * @param workerEnded whether a worker ran and was ended
     */
    public record Result(int unloaded, boolean workerEnded) {
        @Override
        public String toString() {
            return (unloaded == 1 ? "1 model unloaded" : unloaded + " models unloaded")
                    + (workerEnded ? ", the worker was ended" : "");
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ID|FILE",
            description = "The model; default: all that nobody uses.",
            completionCandidates = ModelIds.class)
    private @Nullable String model;

    @Option(names = "--worker", description = "Also end the worker and what it does.")
    private boolean worker;

    public Unload() {}

    /** For Java calls. */
    Unload(String model) {
        this.model = model;
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        Models models = ModelOptions.models(context);
        int unloaded =
                model == null
                        ? models.unloadIdle()
                        : models.unload(new ModelOptions(model).file(context));
        return new Result(unloaded, worker && models.stopWorker());
    }
}
