package dev.engram.commands.model;

import dev.engram.models.Sampling;
import dev.engram.models.Sampling.Dry;
import dev.engram.models.Sampling.Mirostat;
import dev.engram.models.Sampling.Penalties;
import dev.engram.models.Sampling.Xtc;
import picocli.CommandLine.Option;

/** How tokens are chosen, beside temperature and seed. */
final class SamplingOptions {

    @Option(
            names = "--top-k",
            paramLabel = "N",
            defaultValue = "40",
            description =
                    "With a temperature: keep the N likeliest; 0 keeps all. Default: ${DEFAULT-VALUE}.")
    int topK = 40;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            defaultValue = "0.95",
            description =
                    "With a temperature: keep this much probability. Default: ${DEFAULT-VALUE}.")
    double topP = 0.95;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            defaultValue = "0.05",
            description =
                    "With a temperature: drop what is less likely. Default: ${DEFAULT-VALUE}.")
    double minP = 0.05;

    @Option(
            names = "--typical-p",
            paramLabel = "P",
            defaultValue = "1",
            description =
                    "With a temperature: keep what surprises as much as usual. Default: ${DEFAULT-VALUE}.")
    double typicalP = 1;

    @Option(
            names = "--repeat-penalty",
            paramLabel = "X",
            defaultValue = "1",
            description = "Above 1 disfavours what was said. Default: ${DEFAULT-VALUE}.")
    double repeatPenalty = 1;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "X",
            defaultValue = "0",
            description = "Disfavours for each time a token was said. Default: ${DEFAULT-VALUE}.")
    double frequencyPenalty = 0;

    @Option(
            names = "--presence-penalty",
            paramLabel = "X",
            defaultValue = "0",
            description = "Disfavours once what was said. Default: ${DEFAULT-VALUE}.")
    double presencePenalty = 0;

    @Option(
            names = "--repeat-window",
            paramLabel = "N",
            defaultValue = "64",
            description = "Tokens back that the penalties look. Default: ${DEFAULT-VALUE}.")
    int repeatWindow = 64;

    @Option(
            names = "--mirostat",
            paramLabel = "1|2",
            defaultValue = "0",
            description = "With a temperature: keep the surprise near a target. Default: off.")
    int mirostat = 0;

    @Option(
            names = "--mirostat-target",
            paramLabel = "BITS",
            defaultValue = "5",
            description = "Surprise that mirostat aims at. Default: ${DEFAULT-VALUE}.")
    double mirostatTarget = 5;

    @Option(
            names = "--mirostat-rate",
            paramLabel = "X",
            defaultValue = "0.1",
            description = "How fast mirostat follows. Default: ${DEFAULT-VALUE}.")
    double mirostatRate = 0.1;

    @Option(
            names = "--xtc-probability",
            paramLabel = "P",
            defaultValue = "0",
            description =
                    "With a temperature: how often the likeliest are left out. Default: ${DEFAULT-VALUE}.")
    double xtcProbability = 0;

    @Option(
            names = "--xtc-threshold",
            paramLabel = "P",
            defaultValue = "0.1",
            description = "Which tokens XTC counts among the likeliest. Default: ${DEFAULT-VALUE}.")
    double xtcThreshold = 0.1;

    @Option(
            names = "--dry-multiplier",
            paramLabel = "X",
            defaultValue = "0",
            description = "Disfavours repeating longer pieces. Default: off.")
    double dryMultiplier = 0;

    @Option(
            names = "--dry-base",
            paramLabel = "X",
            defaultValue = "1.75",
            description = "Growth with the length of the piece. Default: ${DEFAULT-VALUE}.")
    double dryBase = 1.75;

    @Option(
            names = "--dry-allowed-length",
            paramLabel = "N",
            defaultValue = "2",
            description = "Tokens that may be repeated freely. Default: ${DEFAULT-VALUE}.")
    int dryAllowedLength = 2;

    /** What the options come to; with temperature 0 the cuts have no meaning and are not set. */
    Sampling sampling(double temperature, long seed) {
        Penalties penalties =
                new Penalties(repeatPenalty, frequencyPenalty, presencePenalty, repeatWindow);
        Dry dry = new Dry(dryMultiplier, dryBase, dryAllowedLength);
        Mirostat choice = new Mirostat(mirostat, mirostatTarget, mirostatRate);
        Xtc xtc = new Xtc(xtcProbability, xtcThreshold);
        Sampling greedy = Sampling.GREEDY.withPenalties(penalties).withDry(dry);
        return temperature == 0
                ? greedy.withXtc(xtc).withMirostat(choice)
                : new Sampling(
                        temperature, topK, topP, minP, typicalP, penalties, dry, xtc, choice, seed);
    }
}
