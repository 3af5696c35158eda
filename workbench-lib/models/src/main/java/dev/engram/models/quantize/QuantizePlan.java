package dev.engram.models.quantize;

import dev.engram.base.WorkbenchException;
import dev.engram.models.QuantizationType;
import dev.engram.models.gguf.GgmlType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a quantization is to do.
 *
 * @param type the format of most tensors
 * @param mix which tensors get more bits than that
 * @param tensorTypes formats of single tensors, the first rule that matches counts, before the mix
 * @param importance an importance matrix, from {@code model imatrix} or {@code llama-imatrix}
 * @param threads threads to use; 0 takes the physical cores
 */
public record QuantizePlan(
        QuantizationType type,
        Mix mix,
        List<TensorRule> tensorTypes,
        Optional<Path> importance,
        int threads) {

    /** Which tensors get more bits than the format's name says. */
    public enum Mix {
        /** llama.cpp's own choice for the format. */
        STANDARD,
        /** Every tensor alike. */
        PURE,
        /**
         * Layers that matter most have eight bits: values and the way out of the feed-forward part
         * in the first and the last eighth of the blocks, and the embeddings and output.
         */
        IMPORTANT
    }

    public QuantizePlan {
        tensorTypes = List.copyOf(tensorTypes);
        if (type.isFloat() && (!tensorTypes.isEmpty() || mix != Mix.STANDARD)) {
            throw WorkbenchException.usage(
                    "single tensors cannot have another format in a " + type + " file",
                    "choose a quantized type, such as Q8_0");
        }
        if (type.needsImportance() && importance.isEmpty()) {
            throw WorkbenchException.usage(
                    type + " needs an importance matrix",
                    "make one with: workbench model imatrix --text FILE -o X.imatrix.gguf");
        }
        if (threads < 0) {
            throw WorkbenchException.usage(
                    "threads " + threads + " is out of range", "give 0 or more");
        }
    }

    /** The format as llama.cpp mixes it. */
    public static QuantizePlan of(QuantizationType type) {
        return new QuantizePlan(type, Mix.STANDARD, List.of(), Optional.empty(), 0);
    }

    public QuantizePlan withMix(Mix other) {
        return new QuantizePlan(type, other, tensorTypes, importance, threads);
    }

    public QuantizePlan withTensorTypes(List<TensorRule> rules) {
        return new QuantizePlan(type, mix, rules, importance, threads);
    }

    public QuantizePlan withImportance(Path file) {
        return new QuantizePlan(type, mix, tensorTypes, Optional.of(file), threads);
    }

    public QuantizePlan withThreads(int count) {
        return new QuantizePlan(type, mix, tensorTypes, importance, count);
    }

    /** Formats a single tensor can have. */
    static boolean allowed(GgmlType type) {
        return switch (type) {
            case I8, I16, I32, I64, F64, Q8_1, Q8_K -> false;
            default -> true;
        };
    }
}
