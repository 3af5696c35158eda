package dev.engram.models.embedding.internal;

import dev.engram.base.Interrupts;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import dev.engram.models.embedding.DenseModel;
import dev.engram.models.embedding.DenseOptions;
import dev.engram.models.embedding.internal.onnx.OnnxRuntime;
import dev.engram.models.embedding.internal.onnx.TextEncoder;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Embeds with a transformer. Every text runs alone: 8-bit models scale each layer's numbers by the
 * largest in the batch, so a text's vector would depend on its neighbours, and batches gain no time
 * on a processor.
 */
public final class TransformerEmbedder implements Embedder {

    private final EmbedderInfo info;
    private final DenseModel model;
    private final DenseOptions options;
    private final WordPieceTokenizer tokenizer;
    private final int begin;
    private final int end;
    private final TextEncoder encoder;

    /**
     * @param modelDigest hex SHA-256 of the model's package, into the fingerprint
     * @param tokenizer must be a WordPiece tokenizer of {@link TokenizerFile}
     */
    public TransformerEmbedder(
            DenseModel model,
            String modelDigest,
            DenseOptions options,
            TextTokenizer tokenizer,
            TextEncoder encoder) {
        if (!(tokenizer instanceof WordPieceTokenizer wordPieces)) {
            throw new IllegalArgumentException("a BERT model needs a WordPiece tokenizer");
        }
        this.model = model;
        this.options = options;
        this.tokenizer = wordPieces;
        this.begin = wordPieces.id("[CLS]");
        this.end = wordPieces.id("[SEP]");
        this.encoder = encoder;
        this.info =
                new EmbedderInfo(
                        model.id(),
                        Fingerprints.of(
                                modelDigest,
                                OnnxRuntime.VERSION,
                                model.queryPrefix(),
                                model.pooling().name(),
                                "tokens " + options.maxTokens()),
                        model.dimension(),
                        EmbedderInfo.Cost.HEAVY);
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
        return embed(model.queryPrefix() + text);
    }

    @Override
    public float[][] embedPassages(List<String> passages) {
        float[][] vectors = new float[passages.size()][];
        AtomicInteger next = new AtomicInteger();
        int workers = Math.min(options.threads(), passages.size()) - 1;
        if (workers < 1) {
            drain(passages, vectors, next, new AtomicBoolean());
            return vectors;
        }
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running =
                    IntStream.range(0, workers)
                            .<Future<?>>mapToObj(
                                    w -> pool.submit(() -> drain(passages, vectors, next, stop)))
                            .toList();
            try {
                drain(passages, vectors, next, stop);
                for (Future<?> worker : running) {
                    worker.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                Interrupts.check("the passages were not embedded");
            } catch (ExecutionException e) {
                throw new IllegalStateException("embedding failed", e.getCause());
            } finally {
                stop.set(true);
            }
        }
        return vectors;
    }

    private void drain(
            List<String> passages, float[][] vectors, AtomicInteger next, AtomicBoolean stop) {
        for (int i = next.getAndIncrement();
                i < vectors.length && !stop.get();
                i = next.getAndIncrement()) {
            Interrupts.check("the passages were not embedded");
            vectors[i] = embed(passages.get(i));
        }
    }

    private float[] embed(String text) {
        int[] pieces = tokenizer.encode(text, options.maxTokens() - 2);
        int[] ids = new int[pieces.length + 2];
        ids[0] = begin;
        System.arraycopy(pieces, 0, ids, 1, pieces.length);
        ids[ids.length - 1] = end;
        float[] tokens = encoder.encode(ids);
        float[] pooled = new float[model.dimension()];
        int used =
                switch (model.pooling()) {
                    case FIRST -> 1;
                    case MEAN -> ids.length;
                };
        for (int t = 0; t < used; t++) {
            for (int c = 0; c < pooled.length; c++) {
                pooled[c] += tokens[t * pooled.length + c];
            }
        }
        return Vectors.normalise(pooled);
    }

    @Override
    public void close() {
        encoder.close();
    }
}
