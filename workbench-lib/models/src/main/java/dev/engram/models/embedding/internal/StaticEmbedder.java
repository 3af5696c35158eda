package dev.engram.models.embedding.internal;

import dev.engram.base.Interrupts;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import java.util.Arrays;
import java.util.List;

/**
 * A text's vector is the sum of its tokens' learned vectors, each weighted by the square root of
 * how often the token occurs, scaled to length 1. Identifiers are taken apart into words before
 * tokenizing. No network is run: some 20 microseconds a passage.
 */
public final class StaticEmbedder implements Embedder {

    /** Raise it whenever a vector would come out differently; it is part of the fingerprint. */
    static final String RECIPE = "words-lower-sqrt-1";

    private final EmbedderInfo info;
    private final BytePairTokenizer tokenizer;
    private final SafeTensors.Matrix table;
    private volatile boolean closed;

    /**
     * @param name the name users know it by
     * @param modelDigest hex SHA-256 of the model's package, into the fingerprint
     * @param tokenizer must be a byte-pair tokenizer of {@link TokenizerFile}
     * @param table one row a token
     */
    public StaticEmbedder(
            String name, String modelDigest, TextTokenizer tokenizer, SafeTensors.Matrix table) {
        if (!(tokenizer instanceof BytePairTokenizer bytePairs)) {
            throw new IllegalArgumentException("a static model needs a byte-pair tokenizer");
        }
        this.tokenizer = bytePairs;
        this.table = table;
        this.info =
                new EmbedderInfo(
                        name,
                        Fingerprints.of(modelDigest, RECIPE),
                        table.columns(),
                        EmbedderInfo.Cost.LIGHT);
    }

    TextTokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public EmbedderInfo info() {
        return info;
    }

    @Override
    public float[] embedQuery(String text) {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return embed(text);
    }

    @Override
    public float[][] embedPassages(List<String> passages) {
        float[][] vectors = new float[passages.size()][];
        for (int i = 0; i < vectors.length; i++) {
            if ((i & 255) == 0) {
                Interrupts.check(i + " of " + vectors.length + " passages were embedded");
            }
            vectors[i] = embedQuery(passages.get(i));
        }
        return vectors;
    }

    private float[] embed(String text) {
        IntList tokens = new IntList(text.length() / 3);
        IdentifierWords.forEach(text, word -> tokens.addAll(tokenizer.encodeWord(word)));
        int[] ids = tokens.toArray();
        Arrays.sort(ids);
        float[] sum = new float[table.columns()];
        for (int i = 0; i < ids.length; ) {
            int from = i;
            int id = ids[i];
            while (i < ids.length && ids[i] == id) {
                i++;
            }
            if (id < table.rows()) {
                add(id, (float) Math.sqrt(i - from), sum);
            }
        }
        return Vectors.normalise(sum);
    }

    private void add(int id, float weight, float[] sum) {
        float[] values = table.values();
        int offset = id * sum.length;
        for (int c = 0; c < sum.length; c++) {
            sum[c] += weight * values[offset + c];
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
