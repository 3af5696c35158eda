package dev.engram.models;

import dev.engram.base.WorkbenchException;
import java.nio.file.Path;
import java.util.List;

/**
 * How a model is loaded.
 *
 * @param contextTokens tokens of one request, prompt and answer; 0 takes {@value
 *     #DEFAULT_CONTEXT_TOKENS}, or less where the model was trained for less
 * @param threads threads of one decode; 0 takes the physical cores, fewer while other programs keep
 *     some of them busy
 * @param slots requests decoded together in one batch, each with a context of its own
 * @param cache number format of the keys and values of the context
 * @param flashAttention whether attention may take its fast way; a quantized cache needs it
 * @param memory how the weights come into memory
 * @param gpuLayers layers a graphics processor takes, where there is one; -1 for all
 * @param numa how threads and memory are spread on machines with several memory nodes; one choice
 *     for the process
 * @param adapters LoRA adapters, which all count
 */
public record LoadOptions(
        int contextTokens,
        int threads,
        int slots,
        Cache cache,
        boolean flashAttention,
        Memory memory,
        int gpuLayers,
        Numa numa,
        List<Adapter> adapters) {

    /** Number format of cached keys and values: half the bytes, half the memory. */
    public enum Cache {
        F16,
        Q8_0,
        Q4_0
    }

    /** How weights come into memory. */
    public enum Memory {
        /** Mapped from the file: pages come when they are used. */
        MAP,
        /** Read once. */
        READ,
        /** Mapped and kept from being swapped out. */
        LOCK
    }

    /** What is done on machines with several memory nodes. */
    public enum Numa {
        /** Nothing. */
        OFF,
        /** Threads and memory are spread over all nodes. */
        DISTRIBUTE,
        /** Threads stay on the node the process started on. */
        ISOLATE,
        /** What the tool {@code numactl} set holds. */
        NUMACTL
    }

    /**
     * A LoRA adapter.
     *
     * @param file in GGUF
     * @param scale how strongly it counts; 1 as trained, 0 not at all, below 0 the other way
     */
    public record Adapter(Path file, double scale) {
        public Adapter {
            if (!(scale >= -100 && scale <= 100)) {
                throw WorkbenchException.usage(
                        "adapter scale " + scale + " is out of range", "give -100 to 100");
            }
        }
    }

    /** Context where nothing else is said. */
    public static final int DEFAULT_CONTEXT_TOKENS = 4096;

    /** Most requests decoded together. */
    public static final int MAX_SLOTS = 256;

    /** Context and threads chosen, one request at a time. */
    public static final LoadOptions DEFAULT = new LoadOptions(0, 0, 1);

    /**
     * @throws WorkbenchException of category USAGE naming the value out of range
     */
    public LoadOptions {
        check("context", contextTokens, 0, 1 << 22);
        check("threads", threads, 0, 1024);
        check("slots", slots, 1, MAX_SLOTS);
        check("gpu layers", gpuLayers, -1, 10_000);
        adapters = List.copyOf(adapters);
        if (cache != Cache.F16 && !flashAttention) {
            throw WorkbenchException.usage(
                    "a " + cache + " cache needs flash attention", "leave flash attention on");
        }
    }

    /** All else as usual. */
    public LoadOptions(int contextTokens, int threads, int slots) {
        this(contextTokens, threads, slots, Cache.F16, true, Memory.MAP, -1);
    }

    /** No adapters, memory nodes left alone. */
    public LoadOptions(
            int contextTokens,
            int threads,
            int slots,
            Cache cache,
            boolean flashAttention,
            Memory memory,
            int gpuLayers) {
        this(
                contextTokens,
                threads,
                slots,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                Numa.OFF,
                List.of());
    }

    public LoadOptions withContextTokens(int tokens) {
        return new LoadOptions(
                tokens, threads, slots, cache, flashAttention, memory, gpuLayers, numa, adapters);
    }

    public LoadOptions withThreads(int count) {
        return new LoadOptions(
                contextTokens,
                count,
                slots,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                numa,
                adapters);
    }

    public LoadOptions withSlots(int count) {
        return new LoadOptions(
                contextTokens,
                threads,
                count,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                numa,
                adapters);
    }

    public LoadOptions withCache(Cache format) {
        return new LoadOptions(
                contextTokens,
                threads,
                slots,
                format,
                flashAttention,
                memory,
                gpuLayers,
                numa,
                adapters);
    }

    public LoadOptions withFlashAttention(boolean on) {
        return new LoadOptions(
                contextTokens, threads, slots, cache, on, memory, gpuLayers, numa, adapters);
    }

    public LoadOptions withMemory(Memory way) {
        return new LoadOptions(
                contextTokens,
                threads,
                slots,
                cache,
                flashAttention,
                way,
                gpuLayers,
                numa,
                adapters);
    }

    public LoadOptions withGpuLayers(int layers) {
        return new LoadOptions(
                contextTokens,
                threads,
                slots,
                cache,
                flashAttention,
                memory,
                layers,
                numa,
                adapters);
    }

    public LoadOptions withNuma(Numa way) {
        return new LoadOptions(
                contextTokens,
                threads,
                slots,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                way,
                adapters);
    }

    public LoadOptions withAdapters(List<Adapter> files) {
        return new LoadOptions(
                contextTokens,
                threads,
                slots,
                cache,
                flashAttention,
                memory,
                gpuLayers,
                numa,
                files);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw WorkbenchException.usage(
                    name + " " + value + " is out of range",
                    "give a value from " + least + " to " + most);
        }
    }
}
