package dev.engram.models.internal.quantize;

import dev.engram.models.gguf.GgmlType;
import dev.engram.models.internal.natives.Llama;
import dev.engram.models.internal.natives.ParameterBlob;
import dev.engram.models.quantize.ImportanceMatrix;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Map;

/** One call of the native quantizer. */
final class QuantizeCall {

    private static final long IMPORTANCE_BYTES = 24;
    private static final long OVERRIDE_BYTES = 16;

    private QuantizeCall() {}

    /** Runs to the end; 0 on success. */
    static int run(Llama llama, QuantizeJob job) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            ParameterBlob.Quantize parameters =
                    llama.quantizeDefaults(arena)
                            .fileType(job.fileType())
                            .threads(job.threads())
                            .allowRequantize(true)
                            .pure(job.pure());
            named(parameters, job.tensorTypes());
            if (!job.tensorTypes().isEmpty()) {
                parameters.tensorTypes(overrides(arena, job.tensorTypes()));
            }
            if (job.importance().isPresent()) {
                parameters.importance(
                        importance(
                                arena,
                                ImportanceMatrix.read(Path.of(job.importance().get())).entries()));
            }
            return llama.quantize(job.in(), job.out(), parameters);
        }
    }

    /** These two go before any rule in llama.cpp, so a rule for them has to be said there. */
    private static void named(ParameterBlob.Quantize parameters, Map<String, GgmlType> types) {
        GgmlType output = types.get("output.weight");
        if (output != null) {
            parameters.outputType(output.id());
        }
        GgmlType embedding = types.get("token_embd.weight");
        if (embedding != null) {
            parameters.embeddingType(embedding.id());
        }
    }

    private static MemorySegment overrides(Arena arena, Map<String, GgmlType> types) {
        MemorySegment entries = arena.allocate(OVERRIDE_BYTES * (types.size() + 1), Long.BYTES);
        long at = 0;
        for (Map.Entry<String, GgmlType> type : types.entrySet()) {
            String exact = "^" + type.getKey().replaceAll("([^A-Za-z0-9_])", "\\\\$1") + "$";
            entries.set(ValueLayout.ADDRESS, at, arena.allocateFrom(exact));
            entries.set(ValueLayout.JAVA_INT, at + 8, type.getValue().id());
            at += OVERRIDE_BYTES;
        }
        return entries;
    }

    private static MemorySegment importance(
            Arena arena, Map<String, ImportanceMatrix.Entry> matrix) {
        MemorySegment entries = arena.allocate(IMPORTANCE_BYTES * (matrix.size() + 1), Long.BYTES);
        long at = 0;
        for (Map.Entry<String, ImportanceMatrix.Entry> entry : matrix.entrySet()) {
            float[] means = entry.getValue().means();
            entries.set(ValueLayout.ADDRESS, at, arena.allocateFrom(entry.getKey()));
            entries.set(
                    ValueLayout.ADDRESS, at + 8, arena.allocateFrom(ValueLayout.JAVA_FLOAT, means));
            entries.set(ValueLayout.JAVA_LONG, at + 16, means.length);
            at += IMPORTANCE_BYTES;
        }
        return entries;
    }
}
