package dev.engram.bench.task;

import dev.engram.base.NearMatch;
import dev.engram.base.Progress;
import dev.engram.bench.InputHash;
import dev.engram.bench.Task;
import dev.engram.models.ModelInfo;
import dev.engram.models.Models;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.QuantizationType;
import dev.engram.models.Quantizer;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.quantize.QuantizePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * One model in several formats, each made once and kept in {@code WORKBENCH_HOME/quantized}, named
 * by the source's hash. Not in the models folder: a study must not change the default model.
 */
final class QuantizedFiles {

    /** Enough for stable sums; more changes little. */
    static final int CALIBRATION_WINDOWS = 32;

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
    Path of(String type, QuantizePlan.Mix mix) throws IOException {
        if (mix == QuantizePlan.Mix.STANDARD
                && (type.equals("original") || type.equalsIgnoreCase(info.quantization()))) {
            return source;
        }
        return made(plan(type, mix), mix == QuantizePlan.Mix.STANDARD ? "" : "-" + mix);
    }

    /**
     * The file in a format, made with the importance of the weights on a calibration text.
     *
     * @param text read up to {@value #CALIBRATION_WINDOWS} windows of 512 tokens
     */
    Path of(String type, QuantizePlan.Mix mix, String text, Models models, Progress progress)
            throws IOException {
        String name = prefix() + "-" + InputHash.ofText("data", "", text).sha256().substring(0, 12);
        Path importance = folder().resolve(name + ".imatrix.gguf");
        if (!Files.isRegularFile(importance)) {
            models.importance(
                            source,
                            text,
                            "calibration",
                            PerplexityOptions.DEFAULT.withMaxWindows(CALIBRATION_WINDOWS),
                            progress)
                    .write(importance);
        }
        return made(plan(type, mix).withImportance(importance), "-" + mix + "-" + name);
    }

    private static QuantizePlan plan(String type, QuantizePlan.Mix mix) {
        if (NearMatch.distance(type, "original") <= 2) {
            throw dev.engram.base.WorkbenchException.usage(
                    "unknown quantization type '" + type + "'", "did you mean 'original'?");
        }
        return QuantizePlan.of(QuantizationType.of(type)).withMix(mix);
    }

    private Path folder() {
        return surroundings.home().root().resolve("quantized");
    }

    private String prefix() {
        return info.id() + "-" + sourceHash.sha256().substring(0, 12);
    }

    private Path made(QuantizePlan plan, String suffix) throws IOException {
        Path target = folder().resolve(prefix() + "-" + plan.type() + suffix + ".gguf");
        if (!Files.isRegularFile(target)) {
            List<String> heard = new java.util.ArrayList<>();
            new Quantizer(surroundings.home())
                    .quantize(source, target, plan, surroundings.progress(), heard::add);
            heard.stream().distinct().forEach(surroundings.notices());
        }
        return target;
    }
}
