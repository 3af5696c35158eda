package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import dev.engram.models.embedding.DenseModel;
import dev.engram.models.embedding.DenseOptions;
import dev.engram.models.embedding.EmbeddingModels;
import dev.engram.models.embedding.RealModels;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerEmbedderTest {

    private static final List<String> TEXTS =
            IntStream.range(0, 24)
                    .mapToObj(i -> "int get" + i + "() { return value" + "+ 1".repeat(i) + "; }")
                    .toList();

    private static TransformerEmbedder open(DenseModel model, int threads, int maxTokens) {
        return (TransformerEmbedder)
                RealModels.openDense(model, new DenseOptions(threads, maxTokens));
    }

    @ParameterizedTest
    @EnumSource(DenseModel.class)
    void givesTheVectorsOfTheReferenceImplementation(DenseModel model) throws IOException {
        try (TransformerEmbedder embedder = open(model, 1, 256);
                InputStream in =
                        Objects.requireNonNull(
                                getClass()
                                        .getResourceAsStream(
                                                "/embedding/" + model.id() + "-vectors.jsonl"))) {
            String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(lines.lines()).hasSizeGreaterThan(5);
            for (String line : lines.lines().toList()) {
                JsonNode reference = new ObjectMapper().readTree(line);
                float[] expected =
                        new ObjectMapper().treeToValue(reference.get("vector"), float[].class);
                String text = reference.get("text").asText();
                float[] vector = embedder.embedPassages(List.of(text))[0];
                // Other processors round 8-bit products differently, hence no equality.
                assertThat(StaticEmbedderTest.dot(vector, expected)).as(text).isGreaterThan(0.995);
                assertThat(StaticEmbedderTest.dot(vector, vector)).isCloseTo(1, within(1e-4));
            }
        }
    }

    @Test
    void tokenizesAsTheReferenceLibraryDoes() throws IOException {
        List<TokenFixtures> fixtures = TokenFixtures.read("/embedding/bge-tokens.jsonl");
        assertThat(fixtures).hasSizeGreaterThan(400);
        try (TransformerEmbedder embedder = open(DenseModel.BGE_SMALL, 1, 256)) {
            for (TokenFixtures fixture : fixtures) {
                assertThat(embedder.tokenizer().encode(fixture.text()))
                        .as(fixture.text())
                        .isEqualTo(fixture.ids());
            }
        }
    }

    @Test
    void aVectorDoesNotDependOnThreadsOrNeighbours() {
        try (Embedder one = open(DenseModel.BGE_SMALL, 1, 128);
                Embedder three = open(DenseModel.BGE_SMALL, 3, 128)) {
            float[][] expected = one.embedPassages(TEXTS);
            assertThat(three.embedPassages(TEXTS)).isDeepEqualTo(expected);
            assertThat(three.embedPassages(TEXTS.subList(5, 6))[0]).isEqualTo(expected[5]);
            assertThat(one.info()).isEqualTo(three.info());
            assertThat(one.embedPassages(List.of())).isEmpty();
        }
    }

    @Test
    void queriesGetTheirPrefix() {
        try (Embedder embedder = open(DenseModel.BGE_SMALL, 1, 128)) {
            float[] query = embedder.embedQuery("sort a list");
            float[][] passages =
                    embedder.embedPassages(
                            List.of(
                                    DenseModel.BGE_SMALL.queryPrefix() + "sort a list",
                                    "sort a list"));
            assertThat(query).isEqualTo(passages[0]).isNotEqualTo(passages[1]);
        }
    }

    @Test
    void readsNoFurtherThanItsLimit() {
        try (Embedder embedder = open(DenseModel.MINI_LM, 1, 16)) {
            String begin = "one two three four five six seven eight nine ten ";
            float[][] vectors =
                    embedder.embedPassages(
                            List.of(begin.repeat(2) + "first", begin.repeat(2) + "second"));
            assertThat(vectors[0]).isEqualTo(vectors[1]);
            assertThat(embedder.info().cost()).isEqualTo(EmbedderInfo.Cost.HEAVY);
        }
        try (Embedder other = open(DenseModel.MINI_LM, 1, 64);
                Embedder same = open(DenseModel.MINI_LM, 2, 64);
                Embedder shorter = open(DenseModel.MINI_LM, 1, 16)) {
            assertThat(other.info().fingerprint())
                    .isEqualTo(same.info().fingerprint())
                    .isNotEqualTo(shorter.info().fingerprint());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void stopsWhenInterrupted(int threads) throws Exception {
        try (Embedder embedder = open(DenseModel.BGE_SMALL, threads, 256)) {
            List<String> endless = Collections.nCopies(100_000, "word ".repeat(200));
            CompletableFuture<Throwable> outcome = new CompletableFuture<>();
            Thread worker =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            embedder.embedPassages(endless);
                                            outcome.complete(new AssertionError("ended"));
                                        } catch (Throwable e) {
                                            outcome.complete(e);
                                        }
                                    });
            Thread.sleep(300);
            worker.interrupt();
            assertThat(outcome.get(60, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        }
    }

    @Test
    void refusesWorkAfterClosing() {
        Embedder embedder = open(DenseModel.MINI_LM, 1, 64);
        embedder.close();
        embedder.close();
        assertThatThrownBy(() -> embedder.embedQuery("x"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void knowsItsNames() {
        assertThat(new EmbeddingModels().names())
                .containsExactly("static", "bge-small-en-v1.5", "all-minilm-l6-v2", "dense");
        try (Embedder dense = RealModels.open(EmbeddingModels.DENSE)) {
            assertThat(dense.info().name()).isEqualTo("bge-small-en-v1.5");
        }
    }
}
