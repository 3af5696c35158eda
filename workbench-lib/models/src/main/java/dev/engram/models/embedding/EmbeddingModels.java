package dev.engram.models.embedding;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.PackageFetcher;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderProvider;
import dev.engram.models.embedding.internal.PackageEntry;
import dev.engram.models.embedding.internal.SafeTensors;
import dev.engram.models.embedding.internal.StaticEmbedder;
import dev.engram.models.embedding.internal.TextTokenizer;
import dev.engram.models.embedding.internal.TokenizerFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/**
 * The embedders that come with the workbench. {@code static}: 256 dimensions, token vectors of
 * WordLlama, runs in plain Java. Stateless.
 */
public final class EmbeddingModels implements EmbedderProvider {

    /** Token vectors, no network run: the default. */
    public static final String STATIC = "static";

    private static final String WORDLLAMA_VERSION = "0.4.0.post1";
    private static final String WORDLLAMA_SHA256 =
            "42c2c88907ace0b0681ac6f9092d6a300a6409a5d2d61071a3fb5e7159370c97";

    @Override
    public List<String> names() {
        return List.of(STATIC);
    }

    @Override
    public Embedder open(String name, WorkbenchHome home, Progress progress) {
        PackageFetcher fetcher = new PackageFetcher(home, progress);
        return switch (name) {
            case STATIC -> openStatic(fetcher);
            default ->
                    throw WorkbenchException.usage(
                            "unknown embedder '" + name + "'",
                            "known: " + String.join(", ", names()));
        };
    }

    private static Embedder openStatic(PackageFetcher fetcher) {
        Path wheel =
                fetcher.pip(
                        "wordllama",
                        WORDLLAMA_VERSION,
                        "3.11",
                        "manylinux2014_x86_64",
                        WORDLLAMA_SHA256);
        TextTokenizer tokenizer =
                PackageEntry.read(
                        wheel,
                        "wordllama/tokenizers/l2_supercat_tokenizer_config.json",
                        in -> TokenizerFile.read(in, wheel.toString()));
        SafeTensors.Matrix table =
                PackageEntry.read(
                        wheel,
                        "wordllama/weights/l2_supercat_256.safetensors",
                        in ->
                                SafeTensors.matrix(
                                        ByteBuffer.wrap(in.readAllBytes()),
                                        "embedding.weight",
                                        wheel.toString()));
        return new StaticEmbedder(STATIC, WORDLLAMA_SHA256, tokenizer, table);
    }
}
