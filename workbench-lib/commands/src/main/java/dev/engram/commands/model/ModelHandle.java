package dev.engram.commands.model;

import dev.engram.commands.Runs;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.models.LoadOptions;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.QuantizationType;
import dev.engram.models.QuantizeResult;
import dev.engram.models.quantize.QuantizePlan;
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
        return (GenerateResult)
                VerbRunner.call(new Generate(modelOptions(), prompt, settings), context.get());
    }

    /**
     * Answers the prompts of a file, some at a time.
     *
     * @param file JSON lines: {@code {"prompt": "…"}} or {@code {"messages": […]}}
     * @param parallel answers decoded together, at least 1
     */
    public GenerateBatch generateAll(String file, int parallel, GenerateSettings settings) {
        return (GenerateBatch)
                VerbRunner.call(
                        new Generate(modelOptions(), file, parallel, settings), context.get());
    }

    /** Frees its memory, if nobody uses it. */
    @Runs(Unload.class)
    public Unload.Result unload() {
        return VerbRunner.call(new Unload(model), context.get());
    }

    /** What the file says about itself. */
    public ModelDetails info() {
        return info(false);
    }

    /** What the file says about itself, with every key of its metadata if wanted. */
    @Runs(Info.class)
    public ModelDetails info(boolean metadata) {
        return VerbRunner.call(new Info(modelOptions(), metadata), context.get());
    }

    /** Measures how well it foresees a UTF-8 text file. */
    public PerplexityResult perplexity(String file) {
        return perplexity(file, PerplexityOptions.DEFAULT);
    }

    /** Measures how well it foresees a UTF-8 text file. */
    @Runs(MeasurePerplexity.class)
    public PerplexityResult perplexity(String file, PerplexityOptions measured) {
        return VerbRunner.call(
                new MeasurePerplexity(modelOptions(), file, measured), context.get());
    }

    /** Writes it in another number format, into the models folder. */
    public QuantizeResult quantize(QuantizationType type) {
        return VerbRunner.call(new Quantize(model, plan(type), null), context.get());
    }

    /** Writes it in another number format. */
    @Runs(Quantize.class)
    public QuantizeResult quantize(QuantizationType type, String output) {
        return VerbRunner.call(new Quantize(model, plan(type), output), context.get());
    }

    private QuantizePlan plan(QuantizationType type) {
        return QuantizePlan.of(type).withThreads(options.threads());
    }

    /** Writes it in another number format, with formats or importance of its own. */
    public QuantizeResult quantize(QuantizePlan plan, String output) {
        return VerbRunner.call(new Quantize(model, plan, output), context.get());
    }

    /** Measures on a UTF-8 text file which weights matter, and writes that into a file. */
    @Runs(MeasureImportance.class)
    public MeasureImportance.Result imatrix(String text, String output) {
        return VerbRunner.call(
                new MeasureImportance(modelOptions(), text, output, PerplexityOptions.DEFAULT),
                context.get());
    }

    /** Vectors of texts: the mean of its last layer, of length 1. */
    @Runs(Embed.class)
    public Embed.Result embed(String... texts) {
        return VerbRunner.call(new Embed(modelOptions(), java.util.List.of(texts)), context.get());
    }

    @Override
    public String toString() {
        return "model " + model;
    }
}
