package dev.engram.models;

import dev.engram.base.WorkbenchException;

/**
 * How perplexity is measured.
 *
 * @param windowTokens tokens of a window; its first half is context only
 * @param maxWindows windows from the start of the text; 0 takes all
 * @param threads threads of one decode; 0 takes the free cores
 */
public record PerplexityOptions(int windowTokens, int maxWindows, int threads) {

    /** Windows of 512 tokens, all of the text. */
    public static final PerplexityOptions DEFAULT = new PerplexityOptions(512, 0, 0);

    /**
     * @throws WorkbenchException of category USAGE naming the value out of range
     */
    public PerplexityOptions {
        if (windowTokens < 8 || windowTokens > 32_768) {
            throw WorkbenchException.usage(
                    "window " + windowTokens + " is out of range", "give 8 to 32768 tokens");
        }
        if (maxWindows < 0 || threads < 0) {
            throw WorkbenchException.usage(
                    "negative number of windows or threads", "give 0 or more");
        }
    }

    public PerplexityOptions withMaxWindows(int windows) {
        return new PerplexityOptions(windowTokens, windows, threads);
    }

    public PerplexityOptions withThreads(int count) {
        return new PerplexityOptions(windowTokens, maxWindows, count);
    }
}
