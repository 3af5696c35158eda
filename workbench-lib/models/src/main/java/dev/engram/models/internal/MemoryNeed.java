package dev.engram.models.internal;

import com.sun.management.OperatingSystemMXBean;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.engine.ContextShape;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Estimates what a model takes and what the machine has. */
public final class MemoryNeed {

    private static final Path MEMINFO = Path.of("/proc/meminfo");
    private static final long SCRATCH_BYTES = 64L << 20;

    private MemoryNeed() {}

    /** Weights, key-value cache and scratch memory, in bytes. */
    static long bytes(GgufFile file, ContextShape shape, boolean weightsLoaded) {
        long blocks = file.architectureWhole("block_count").orElse(0L);
        long embedding = file.architectureWhole("embedding_length").orElse(0L);
        long heads = Math.max(1, file.architectureWhole("attention.head_count").orElse(1L));
        long keyHeads = file.architectureWhole("attention.head_count_kv").orElse(heads);
        long cacheRow = 2 * blocks * keyHeads * (embedding / heads);
        long cache =
                cacheRow
                        * shape.tokensPerSequence()
                        * shape.sequences()
                        * shape.cacheType().blockBytes()
                        / shape.cacheType().blockValues();
        long logits = 4L * file.vocabularySize() * shape.batchTokens();
        return (weightsLoaded ? 0 : file.tensorBytes()) + cache + logits + SCRATCH_BYTES;
    }

    /** Refuses a model that needs more than this machine has free, with both figures. */
    public static void refuseTooLarge(String name, long sizeBytes) {
        long available = availableBytes();
        if (sizeBytes > available) {
            throw WorkbenchException.resource(
                    "%s needs about %d MB with its context, this machine has %d MB free"
                            .formatted(name, sizeBytes >> 20, available >> 20),
                    "choose a smaller model or quantization, or close other programs",
                    null);
        }
    }

    /** Bytes that can be had without swapping. */
    public static long availableBytes() {
        try {
            if (Files.isReadable(MEMINFO)) {
                for (String line : Files.readAllLines(MEMINFO)) {
                    if (line.startsWith("MemAvailable:")) {
                        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
                    }
                }
            }
        } catch (IOException e) {
            // Then the JVM's own figure has to do.
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getFreeMemorySize();
    }
}
