package dev.engram.commands.ensemble;

import picocli.CommandLine.Option;

/** How freely the models choose their words. */
final class ChoiceOptions {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            defaultValue = "0",
            description = "0 gives the same answer each time, up to 2. Default: ${DEFAULT-VALUE}.")
    double temperature;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of the random choice. Default: ${DEFAULT-VALUE}.")
    long seed = 42;

    ChoiceOptions() {}

    ChoiceOptions(double temperature, long seed) {
        this.temperature = temperature;
        this.seed = seed;
    }
}
