package dev.engram.commands.model;

import dev.engram.models.PerplexityOptions;
import picocli.CommandLine.Option;

/** How a text is cut into windows, in every verb that reads one with a model. */
final class WindowOptions {

    @Option(
            names = "--window",
            paramLabel = "TOKENS",
            defaultValue = "512",
            description = "Tokens of a window. Default: ${DEFAULT-VALUE}.")
    int tokens = 512;

    @Option(
            names = "--max-windows",
            paramLabel = "N",
            defaultValue = "0",
            description = "Only the first N windows. Default: the whole text.")
    int most;

    WindowOptions() {}

    WindowOptions(PerplexityOptions options) {
        tokens = options.windowTokens();
        most = options.maxWindows();
    }

    PerplexityOptions options(int threads) {
        return new PerplexityOptions(tokens, most, threads);
    }
}
