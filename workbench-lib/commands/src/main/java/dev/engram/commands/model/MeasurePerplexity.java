package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Measures how well a model foresees a text. */
@Command(
        name = "perplexity",
        description = "Measure how well a model foresees a text: the lower, the better.",
        footer = {"", "Example: workbench model perplexity --model default --file text.txt"})
public final class MeasurePerplexity extends Verb<PerplexityResult> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "A UTF-8 text; in a cell magic, the body.")
    private @Nullable String file;

    @Option(
            names = "--window",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description = "Tokens of a window; the first half is context. Default: 512.")
    private int window = 512;

    @Option(
            names = "--max-windows",
            paramLabel = "N",
            defaultValue = "0",
            description = "Only the first N windows. Default: the whole text.")
    private int maxWindows;

    public MeasurePerplexity() {}

    /** For Java calls. */
    MeasurePerplexity(ModelOptions model, String file, PerplexityOptions options) {
        this.model = model;
        this.file = file;
        this.window = options.windowTokens();
        this.maxWindows = options.maxWindows();
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
                        new PerplexityOptions(window, maxWindows, model.threads),
                        context.progress());
    }

    private String text(VerbContext context) throws java.io.IOException {
        if (file == null) {
            String body = context.body();
            if (body == null || body.isBlank()) {
                throw WorkbenchException.usage("no text given", "give --file FILE");
            }
            return body;
        }
        Path path = context.resolve(file);
        try {
            return Files.readString(path);
        } catch (MalformedInputException e) {
            throw WorkbenchException.usage(
                    path + " is not UTF-8 text", "convert it, for example with iconv");
        }
    }
}
