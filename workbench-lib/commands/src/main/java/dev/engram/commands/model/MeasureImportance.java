package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.quantize.ImportanceMatrix;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures which weights matter, for quantizing. */
@Command(
        name = "imatrix",
        description =
                "Measure on a text which weights matter, for 'quantize --imatrix'; the file has"
                        + " the form of llama-imatrix.",
        footer = {"", "Example: workbench model imatrix --text calibration.txt -o m.imatrix.gguf"})
public final class MeasureImportance extends Verb<MeasureImportance.Result> {

    /**
     * What was written.
     *
     * @param output the file
     * @param tensors number of weight matrices
     * @param windows windows that were read
     * @param windowTokens tokens of a window
     */
    public record Result(String output, int tensors, int windows, int windowTokens) {
        @Override
        public String toString() {
            return "%s: %d tensors, from %d windows of %d tokens"
                    .formatted(output, tensors, windows, windowTokens);
        }
    }

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-f", "--text"},
            required = true,
            paramLabel = "FILE",
            description = "A UTF-8 text like what the model will read and write.")
    private String text = "";

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The new file; replaced if it exists.")
    private String output = "";

    @Mixin private WindowOptions windows = new WindowOptions();

    public MeasureImportance() {}

    /** For Java calls. */
    MeasureImportance(ModelOptions model, String text, String output, PerplexityOptions options) {
        this.model = model;
        this.text = text;
        this.output = output;
        this.windows = new WindowOptions(options);
    }

    @Override
    public Result run(VerbContext context) throws Exception {
        Path source = context.resolve(text);
        Path target = context.resolve(output);
        ImportanceMatrix matrix =
                ModelOptions.models(context)
                        .importance(
                                model.file(context),
                                TextFile.read(source),
                                String.valueOf(source.getFileName()),
                                windows.options(model.threads),
                                context.progress());
        matrix.write(target);
        return new Result(
                target.toString(), matrix.entries().size(), matrix.windows(), windows.tokens);
    }
}
