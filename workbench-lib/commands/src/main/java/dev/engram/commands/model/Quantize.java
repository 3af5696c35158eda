package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ModelInfo;
import dev.engram.models.QuantizationType;
import dev.engram.models.QuantizeResult;
import dev.engram.models.Quantizer;
import dev.engram.models.quantize.QuantizePlan;
import dev.engram.models.quantize.TensorRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a model in another number format. */
@Command(
        name = "quantize",
        description = "Write a model in another number format.",
        footer = {"", "Example: workbench model quantize default -t Q8_0 -o model-q8_0.gguf"})
public final class Quantize extends Verb<QuantizeResult> {

    @Parameters(
            index = "0",
            paramLabel = "IN",
            description = "Model: an id of 'model list', a GGUF file, or 'default'.",
            completionCandidates = ModelIds.class)
    private String in = "default";

    @Option(
            names = {"-t", "--type"},
            required = true,
            paramLabel = "TYPE",
            description = "Number format: ${COMPLETION-CANDIDATES}.",
            completionCandidates = TypeNames.class)
    private String type = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "The new file; replaced if it exists. Default: the id and the type, in the"
                            + " models folder.")
    private @Nullable String output;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads to use. Default: the physical cores.")
    private int threads;

    @Option(
            names = "--mix",
            paramLabel = "MIX",
            defaultValue = "STANDARD",
            description =
                    "Which tensors get more bits: ${COMPLETION-CANDIDATES}. Default:"
                            + " ${DEFAULT-VALUE}.")
    private QuantizePlan.Mix mix = QuantizePlan.Mix.STANDARD;

    @Option(
            names = "--tensor-type",
            paramLabel = "PATTERN=TYPE",
            description =
                    "Format of the tensors whose name the regular expression is found in, such as"
                            + " ffn_down=Q6_K. May be repeated; the first that matches counts.")
    private List<String> tensorTypes = new ArrayList<>();

    @Option(
            names = "--imatrix",
            paramLabel = "FILE",
            description = "Importance of the weights, from 'model imatrix'.")
    private @Nullable String importance;

    public Quantize() {}

    /** For Java calls. */
    Quantize(String in, QuantizePlan plan, @Nullable String output) {
        this.in = in;
        this.type = plan.type().name();
        this.output = output;
        this.threads = plan.threads();
        this.mix = plan.mix();
        plan.tensorTypes().forEach(rule -> this.tensorTypes.add(rule.toString()));
        this.importance = plan.importance().map(Path::toString).orElse(null);
    }

    /** Completes number formats. */
    static final class TypeNames implements Iterable<String> {
        @Override
        public java.util.Iterator<String> iterator() {
            return java.util.Arrays.stream(QuantizationType.values()).map(Enum::name).iterator();
        }
    }

    @Override
    public QuantizeResult run(VerbContext context) throws Exception {
        QuantizationType wanted = QuantizationType.of(type);
        Path source = new ModelOptions(in).file(context);
        Path target = output == null ? named(context, source, wanted) : context.resolve(output);
        return new Quantizer(context.home())
                .quantize(
                        source,
                        target,
                        new QuantizePlan(
                                wanted,
                                mix,
                                tensorTypes.stream().map(TensorRule::parse).toList(),
                                Optional.ofNullable(importance).map(context::resolve),
                                threads),
                        context.progress(),
                        context.notices());
    }

    private static Path named(VerbContext context, Path source, QuantizationType type) {
        return context.home()
                .models()
                .resolve(
                        ModelInfo.idOf(String.valueOf(source.getFileName()))
                                + "."
                                + type
                                + ".gguf");
    }
}
