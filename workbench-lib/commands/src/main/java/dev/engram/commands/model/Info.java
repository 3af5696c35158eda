package dev.engram.commands.model;

import dev.engram.commands.Verb;
import dev.engram.commands.VerbContext;
import dev.engram.models.ModelInfo;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufValue;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a model file says about itself. */
@Command(
        name = "info",
        description = "What a model file says about itself, judged but not loaded.",
        footer = {"", "Example: workbench model info --model default"})
public final class Info extends Verb<ModelDetails> {

    @Mixin private ModelOptions model = new ModelOptions();

    @Option(names = "--metadata", description = "Also every key of the file's metadata.")
    private boolean metadata;

    public Info() {}

    /** For Java calls. */
    Info(ModelOptions model, boolean metadata) {
        this.model = model;
        this.metadata = metadata;
    }

    @Override
    public ModelDetails run(VerbContext context) throws Exception {
        Path path = model.file(context);
        GgufFile file = GgufFile.read(path);
        Map<String, Double> formats = new LinkedHashMap<>();
        file.formats()
                .forEach((type, share) -> formats.put(type.name(), Math.round(share * 1e4) / 1e4));
        Map<String, String> keys = new LinkedHashMap<>();
        if (metadata) {
            file.metadata().forEach((key, value) -> keys.put(key, shortened(value)));
        }
        return new ModelDetails(ModelInfo.of(file), file.tensors().size(), formats, keys);
    }

    private static String shortened(GgufValue value) {
        String text = value.display().replace('\n', ' ');
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
