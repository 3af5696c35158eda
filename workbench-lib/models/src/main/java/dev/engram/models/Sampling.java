package dev.engram.models;

import dev.engram.base.WorkbenchException;

/**
 * How the next token is chosen.
 *
 * @param temperature 0 always takes the likeliest token; up to 2
 * @param topK keep the likeliest tokens only; 0 keeps all
 * @param topP keep the likeliest tokens up to this probability in sum; 1 keeps all
 * @param minP drop tokens less likely than this share of the likeliest; 0 drops none
 * @param repeatPenalty above 1 disfavours tokens of the last {@value #REPEAT_WINDOW}; 1 is off
 * @param seed of the random choice; the same seed gives the same choice
 */
public record Sampling(
        double temperature, int topK, double topP, double minP, double repeatPenalty, long seed) {

    /** How many tokens back the repeat penalty looks. */
    public static final int REPEAT_WINDOW = 64;

    /** The likeliest token, always. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 42);

    /**
     * @throws WorkbenchException of category USAGE naming the value out of range
     */
    public Sampling {
        check("temperature", temperature, 0, 2);
        check("top-p", topP, 0, 1);
        check("min-p", minP, 0, 1);
        check("repeat penalty", repeatPenalty, 0.5, 2);
        check("top-k", topK, 0, 1_000_000);
        check("seed", seed, 0, 0xffff_ffffL);
    }

    /** Random sampling with the customary cuts: top-k 40, top-p 0.95, min-p 0.05. */
    public static Sampling random(double temperature, long seed) {
        return new Sampling(temperature, 40, 0.95, 0.05, 1, seed);
    }

    private static void check(String name, double value, double least, double most) {
        if (!(value >= least && value <= most)) {
            throw WorkbenchException.usage(
                    name + " " + number(value) + " is out of range",
                    "give a value from " + number(least) + " to " + number(most));
        }
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
