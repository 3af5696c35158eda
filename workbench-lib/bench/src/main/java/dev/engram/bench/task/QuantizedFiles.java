package dev.engram.bench.task;

import dev.engram.base.NearMatch;
import dev.engram.bench.InputHash;
import dev.engram.bench.Task;
import dev.engram.models.ModelInfo;
import dev.engram.models.QuantizationType;
import dev.engram.models.Quantizer;
import dev.engram.models.gguf.GgufFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One model in several formats, each made once and kept in {@code WORKBENCH_HOME/quantized}, named
 * by the source's hash. Not in the models folder: a study must not change the default model.
 */
final class QuantizedFiles {

    private final Task.Surroundings surroundings;
    private final Path source;
    private final ModelInfo info;
    private final InputHash sourceHash;

    QuantizedFiles(Task.Surroundings surroundings, Path source) throws IOException {
        this.surroundings = surroundings;
        this.source = source;
        this.info = ModelInfo.of(GgufFile.read(source));
        this.sourceHash = InputHash.of("model", source);
    }

    /** Digest of the model that everything was made from. */
    InputHash sourceHash() {
        return sourceHash;
    }

    /**
     * The file in a format.
     *
     * @param type a name of {@link QuantizationType}; {@code original} or the source's own format
     *     gives the source itself
     */
    Path of(String type) throws IOException {
        if (type.equals("original") || type.equalsIgnoreCase(info.quantization())) {
            return source;
        }
        if (NearMatch.distance(type, "original") <= 2) {
            throw dev.engram.base.WorkbenchException.usage(
                    "unknown quantization type '" + type + "'", "did you mean 'original'?");
        }
        QuantizationType wanted = QuantizationType.of(type);
        Path folder = surroundings.home().root().resolve("quantized");
        String prefix = info.id() + "-" + sourceHash.sha256().substring(0, 12);
        Path target = folder.resolve(prefix + "-" + wanted + ".gguf");
        if (!Files.isRegularFile(target)) {
            List<String> heard = new java.util.ArrayList<>();
            new Quantizer(surroundings.home())
                    .quantize(source, target, wanted, 0, surroundings.progress(), heard::add);
            heard.stream().distinct().forEach(surroundings.notices());
        }
        return target;
    }
}
