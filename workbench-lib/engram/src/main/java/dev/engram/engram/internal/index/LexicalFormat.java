package dev.engram.engram.internal.index;

import dev.engram.base.WorkbenchException;
import dev.engram.vsa.GradedCodebook;

/**
 * The constants that turn a passage into trits. They belong to the format: a passage's trits depend
 * on the passage and on these alone.
 *
 * @param codebook positions of each token
 * @param unit trits that a token with weight 1 takes (a token that occurs once in a passage of
 *     average length)
 * @param maxTrits above it all tokens of a passage take proportionally fewer
 */
public record LexicalFormat(GradedCodebook codebook, int unit, int maxTrits) {

    /** How fast repetitions of a token stop counting. */
    public static final double SATURATION = 1.2;

    /** How much the length of a passage counts, from 0 to 1. */
    public static final double LENGTH_SHARE = 0.75;

    /**
     * Tokens of a passage of average length. A constant, because a passage's trits must not depend
     * on its neighbours; set on development queries, see docs/decisions/0101-trits-in-groups.md.
     */
    public static final double AVERAGE_TOKENS = 35;

    private static final long SEED = 0x656E6772616D3031L;

    /** The dimension taken where the user says {@code auto}. */
    public static final int DEFAULT_DIMENSION = 100_000;

    /**
     * The format of a dimension.
     *
     * @throws WorkbenchException USAGE for a dimension that is not offered
     */
    public static LexicalFormat of(int dimension) {
        return switch (dimension) {
            case 10_000 -> new LexicalFormat(new GradedCodebook(10_000, 8, SEED), 4, 200);
            case 50_000 -> new LexicalFormat(new GradedCodebook(50_000, 16, SEED), 8, 600);
            case 100_000 -> new LexicalFormat(new GradedCodebook(100_000, 16, SEED), 8, 800);
            default ->
                    throw WorkbenchException.usage(
                            "no format for " + dimension + " dimensions",
                            "choose auto, 10000, 50000 or 100000");
        };
    }

    public int dimension() {
        return codebook.dimension();
    }

    /** The most trits a token takes. */
    public int depth() {
        return codebook.depth();
    }

    /** The weight of a token, from 0 to 2.2, before rounding to trits. */
    static double weight(int occurrences, int passageTokens) {
        double norm =
                SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * passageTokens / AVERAGE_TOKENS);
        return occurrences * (SATURATION + 1) / (occurrences + norm);
    }
}
