package dev.engram.models;

import dev.engram.base.WorkbenchException;

/**
 * How the next token is chosen. With a temperature of 0 the likeliest token is taken, and of the
 * rest only the penalties count. Otherwise, in this order: penalties, DRY, top-k, typical, top-p,
 * min-p, XTC, temperature, choice; Mirostat takes the place of all cuts.
 *
 * @param temperature 0 always takes the likeliest token; up to 2
 * @param topK keep the likeliest tokens only; 0 keeps all
 * @param topP keep the likeliest tokens up to this probability in sum; 1 keeps all
 * @param minP drop tokens less likely than this share of the likeliest; 0 drops none
 * @param typicalP keep the tokens whose surprise is nearest to the mean, up to this probability in
 *     sum; 1 keeps all
 * @param penalties what was said lately is disfavoured
 * @param dry what would repeat a longer piece is disfavoured
 * @param xtc the likeliest tokens are left out at times
 * @param mirostat cuts chosen so that the surprise stays near a target
 * @param seed of the random choice; the same seed gives the same choice
 */
public record Sampling(
        double temperature,
        int topK,
        double topP,
        double minP,
        double typicalP,
        Penalties penalties,
        Dry dry,
        Xtc xtc,
        Mirostat mirostat,
        long seed) {

    /** How many tokens back penalties look where nothing else is said. */
    public static final int REPEAT_WINDOW = 64;

    /** The likeliest token, always. */
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 1, 42);

    /**
     * Disfavours tokens that were said lately.
     *
     * @param repeat divides their scores; above 1 disfavours, 1 is off; 0.5 to 2
     * @param frequency taken off the score for each time they were said; 0 is off; -2 to 2
     * @param presence taken off the score once; 0 is off; -2 to 2
     * @param window tokens back that count
     */
    public record Penalties(double repeat, double frequency, double presence, int window) {

        /** None. */
        public static final Penalties OFF = new Penalties(1, 0, 0, REPEAT_WINDOW);

        public Penalties {
            check("repeat penalty", repeat, 0.5, 2);
            check("frequency penalty", frequency, -2, 2);
            check("presence penalty", presence, -2, 2);
            check("repeat window", window, 1, 1 << 20);
        }

        /** Whether nothing is disfavoured. */
        public boolean off() {
            return repeat == 1 && frequency == 0 && presence == 0;
        }
    }

    /**
     * DRY ("don't repeat yourself"): a token that would go on with something said before is
     * disfavoured by {@code multiplier * base^(length - allowedLength)}.
     *
     * @param multiplier 0 is off
     * @param allowedLength tokens that may be repeated freely
     */
    public record Dry(double multiplier, double base, int allowedLength) {

        /** Not used. */
        public static final Dry OFF = new Dry(0, 1.75, 2);

        public Dry {
            check("dry multiplier", multiplier, 0, 10);
            check("dry base", base, 1, 10);
            check("dry allowed length", allowedLength, 1, 1 << 16);
        }
    }

    /**
     * XTC ("exclude top choices"): with some probability, all tokens above the threshold but the
     * least likely of them are left out.
     *
     * @param probability 0 is off
     * @param threshold above 0.5 nothing is ever left out
     */
    public record Xtc(double probability, double threshold) {

        /** Not used. */
        public static final Xtc OFF = new Xtc(0, 0.1);

        public Xtc {
            check("xtc probability", probability, 0, 1);
            check("xtc threshold", threshold, 0, 1);
        }
    }

    /**
     * Mirostat (arXiv 2007.14966).
     *
     * @param version 0 is off, 1 or 2
     * @param target surprise aimed at, in bits
     * @param rate how fast it follows
     */
    public record Mirostat(int version, double target, double rate) {

        /** Not used. */
        public static final Mirostat OFF = new Mirostat(0, 5, 0.1);

        public Mirostat {
            check("mirostat", version, 0, 2);
            check("mirostat target", target, 0, 20);
            check("mirostat rate", rate, 0, 1);
        }
    }

    /**
     * @throws WorkbenchException of category USAGE naming the value out of range, or what does not
     *     go together
     */
    public Sampling {
        check("temperature", temperature, 0, 2);
        check("top-p", topP, 0, 1);
        check("min-p", minP, 0, 1);
        check("typical-p", typicalP, 0, 1);
        check("top-k", topK, 0, 1_000_000);
        check("seed", seed, 0, 0xffff_ffffL);
        if (temperature == 0 && (mirostat.version() != 0 || xtc.probability() > 0)) {
            throw WorkbenchException.usage(
                    (mirostat.version() != 0 ? "mirostat" : "xtc")
                            + " has no meaning with temperature 0",
                    "give a temperature, such as 0.8");
        }
    }

    /** The customary cuts and a repeat penalty, nothing else. */
    public Sampling(
            double temperature,
            int topK,
            double topP,
            double minP,
            double repeatPenalty,
            long seed) {
        this(
                temperature,
                topK,
                topP,
                minP,
                1,
                new Penalties(repeatPenalty, 0, 0, REPEAT_WINDOW),
                Dry.OFF,
                Xtc.OFF,
                Mirostat.OFF,
                seed);
    }

    /** Random sampling with the customary cuts: top-k 40, top-p 0.95, min-p 0.05. */
    public static Sampling random(double temperature, long seed) {
        return new Sampling(temperature, 40, 0.95, 0.05, 1, seed);
    }

    public Sampling withTypicalP(double p) {
        return new Sampling(temperature, topK, topP, minP, p, penalties, dry, xtc, mirostat, seed);
    }

    public Sampling withPenalties(Penalties other) {
        return new Sampling(
                temperature, topK, topP, minP, typicalP, other, dry, xtc, mirostat, seed);
    }

    public Sampling withDry(Dry other) {
        return new Sampling(
                temperature, topK, topP, minP, typicalP, penalties, other, xtc, mirostat, seed);
    }

    public Sampling withXtc(Xtc other) {
        return new Sampling(
                temperature, topK, topP, minP, typicalP, penalties, dry, other, mirostat, seed);
    }

    public Sampling withMirostat(Mirostat other) {
        return new Sampling(
                temperature, topK, topP, minP, typicalP, penalties, dry, xtc, other, seed);
    }

    /** Above 1 disfavours what was said lately; 1 is off. */
    public double repeatPenalty() {
        return penalties.repeat();
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
