package dev.engram.models;

import dev.engram.base.WorkbenchException;

/**
 * How a model is loaded.
 *
 * @param contextTokens tokens of one request, prompt and answer; 0 takes {@value
 *     #DEFAULT_CONTEXT_TOKENS}, or less where the model was trained for less
 * @param threads threads of one decode; 0 takes the physical cores, fewer while other programs keep
 *     some of them busy
 * @param slots requests decoded together in one batch
 */
public record LoadOptions(int contextTokens, int threads, int slots) {

    /** Context where nothing else is said. */
    public static final int DEFAULT_CONTEXT_TOKENS = 4096;

    /** Context and threads chosen, one request at a time. */
    public static final LoadOptions DEFAULT = new LoadOptions(0, 0, 1);

    /**
     * @throws WorkbenchException of category USAGE naming the value out of range
     */
    public LoadOptions {
        check("context", contextTokens, 0, 1 << 22);
        check("threads", threads, 0, 1024);
        check("slots", slots, 1, 256);
    }

    public LoadOptions withContextTokens(int tokens) {
        return new LoadOptions(tokens, threads, slots);
    }

    public LoadOptions withThreads(int count) {
        return new LoadOptions(contextTokens, count, slots);
    }

    public LoadOptions withSlots(int count) {
        return new LoadOptions(contextTokens, threads, count);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw WorkbenchException.usage(
                    name + " " + value + " is out of range",
                    "give a value from " + least + " to " + most);
        }
    }
}
