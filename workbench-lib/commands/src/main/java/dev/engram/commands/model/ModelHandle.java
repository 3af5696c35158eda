package dev.engram.commands.model;

import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.models.LoadOptions;
import java.util.function.Supplier;

/**
 * One model as Java calls; the model is loaded on the first call that needs it and shared within
 * the process. Immutable, thread-safe.
 */
public final class ModelHandle {

    private final String model;
    private final LoadOptions options;
    private final Supplier<VerbContext> context;

    public ModelHandle(String model, LoadOptions options, Supplier<VerbContext> context) {
        this.model = model;
        this.options = options;
        this.context = context;
    }

    private ModelOptions modelOptions() {
        return new ModelOptions(model, options);
    }

    /** The same model with other context or threads. */
    public ModelHandle with(LoadOptions other) {
        return new ModelHandle(model, other, context);
    }

    /** Answers a prompt, greedily. */
    public GenerateResult generate(String prompt) {
        return generate(prompt, GenerateSettings.DEFAULT);
    }

    /** Answers a prompt. */
    @Runs(Generate.class)
    public GenerateResult generate(String prompt, GenerateSettings settings) {
        return VerbRunner.call(new Generate(modelOptions(), prompt, settings), context.get());
    }

    @Override
    public String toString() {
        return "model " + model;
    }
}
