package dev.engram.engram.internal.semantic;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.EmbedderInfo;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.semantic.TernaryProjection;

/**
 * What makes a passage's semantic trits: the embedder and constants. The same for all segments of a
 * snapshot.
 *
 * @param embedder the name users choose it by
 * @param fingerprint of the embedder
 * @param inputDimension length of its vectors
 * @param cost what an embedding costs, which says how much it is worth
 */
public record SemanticFormat(
        String embedder, String fingerprint, int inputDimension, EmbedderInfo.Cost cost) {

    private static final long SEED = 0x5EED_0F_5E3A_71CL;
    private static final int MOST_INPUT = 1 << 12;

    /** The format of an embedder's vectors. */
    public static SemanticFormat of(EmbedderInfo info) {
        return new SemanticFormat(info.name(), info.fingerprint(), info.dimension(), info.cost());
    }

    /**
     * Dimension of the trits: the next power of two, which loses nothing of the vector, and twice
     * as many where embedding costs much more than keeping.
     */
    public int dimension() {
        int least = Math.max(8, Integer.highestOneBit(inputDimension * 2 - 1));
        return cost == EmbedderInfo.Cost.HEAVY ? 2 * least : least;
    }

    /** Trits of a passage that are not zero: those beyond 0.61 deviations, see decision 0140. */
    public int nonZeros() {
        return dimension() * 54 / 100;
    }

    /** The projection, which costs some time to make. */
    public TernaryProjection projection() {
        return new TernaryProjection(inputDimension, dimension(), nonZeros(), SEED);
    }

    /**
     * Fails unless an embedder is the one these trits were made with.
     *
     * @param engram for the message
     * @throws WorkbenchException USAGE
     */
    public void require(EmbedderInfo info, String engram) {
        if (!info.fingerprint().equals(fingerprint)) {
            throw WorkbenchException.usage(
                    engram
                            + " was made with another version of the embedder "
                            + embedder
                            + " ("
                            + fingerprint.substring(0, 12)
                            + ", this one is "
                            + info.fingerprint().substring(0, 12)
                            + ")",
                    "search its words: --channel lexical; or ingest it again with --semantic "
                            + embedder);
        }
    }

    void write(ByteWriter out) {
        out.text(embedder).text(fingerprint).varint(inputDimension);
        out.u8(cost == EmbedderInfo.Cost.LIGHT ? 0 : 1);
        out.varint(dimension()).varint(nonZeros());
    }

    static SemanticFormat read(ByteReader in) {
        SemanticFormat format =
                new SemanticFormat(
                        in.text(),
                        in.text(),
                        in.varint(MOST_INPUT),
                        in.u8() == 0 ? EmbedderInfo.Cost.LIGHT : EmbedderInfo.Cost.HEAVY);
        if (!format.fingerprint.matches("[0-9a-f]{16,}")
                || format.inputDimension < 1
                || format.embedder.isBlank()) {
            throw in.damaged("it names no embedder");
        }
        if (in.varint(1 << 30) != format.dimension() || in.varint(1 << 30) != format.nonZeros()) {
            throw in.damaged("its constants of the semantic channel are unknown");
        }
        return format;
    }
}
