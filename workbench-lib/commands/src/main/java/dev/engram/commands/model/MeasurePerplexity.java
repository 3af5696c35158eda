package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how well a model foresees a text. */
@Command(
        name = "perplexity",
        description =
                "Measure how well a model foresees a text: the lower, the better. The"
                        + " first half of each window is context.",
        footer = {"", "Example: workbench model perplexity --model default --file text.txt"})
public final class MeasurePerplexity extends Verb<PerplexityResult> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A UTF-8 text; in a cell magic, the body.")
    private @Nullable String file;

    @Mixin private WindowOptions windows = new WindowOptions();

    public MeasurePerplexity() {}

    /** For Java calls. */
    MeasurePerplexity(ModelOptions model, String file, PerplexityOptions options) {
        this.model = model;
        this.file = file;
        this.windows = new WindowOptions(options);
        if (options.threads() > 0) {
            this.model.threads = options.threads();
        }
    }

    @Override
    public PerplexityResult run(VerbContext context) throws Exception {
        String text = text(context);
        return ModelOptions.models(context)
                .perplexity(
                        model.file(context),
                        text,
                        windows.options(model.threads),
                        context.progress());
    }

    private String text(VerbContext context) throws IOException {
        if (file == null) {
            String body = context.body();
            if (body == null || body.isBlank()) {
                throw WorkbenchException.usage("no text given", "give --file FILE");
            }
            return body;
        }
        return TextFile.read(context.resolve(file));
    }
}
