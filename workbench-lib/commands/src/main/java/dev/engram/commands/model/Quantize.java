package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ModelInfo;
import dev.engram.models.QuantizationType;
import dev.engram.models.QuantizeResult;
import dev.engram.models.Quantizer;
import java.nio.file.Path;
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

    public Quantize() {}

    /** For Java calls. */
    Quantize(String in, QuantizationType type, @Nullable String output, int threads) {
        this.in = in;
        this.type = type.name();
        this.output = output;
        this.threads = threads;
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
                .quantize(source, target, wanted, threads, context.progress(), context.notices());
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
