package dev.engram.models.embedding.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.Embedder;
import dev.engram.engram.EmbedderInfo;
import dev.engram.engram.EmbedderProvider;
import dev.engram.models.embedding.EmbeddingModels;
import dev.engram.models.embedding.RealModels;
import java.util.List;
import org.junit.jupiter.api.Test;

class StaticEmbedderTest {

    private static StaticEmbedder tiny() {
        float[] values = new float[11 * 2];
        values[6 * 2] = 3; // "ab" after a blank
        values[10 * 2 + 1] = 4; // "c"
        return new StaticEmbedder(
                "tiny", "d1", BytePairTokenizerTest.tiny(), new SafeTensors.Matrix(11, 2, values));
    }

    @Test
    void addsTokenVectorsByTheRootOfTheirCount() {
        try (StaticEmbedder embedder = tiny()) {
            assertThat(embedder.embedQuery("ab")).containsExactly(1, 0);
            assertThat(embedder.embedQuery("ab c")).containsExactly(0.6f, 0.8f);
            // 4 x ab at the root of 4, 1 x c
            float[] expected = {6 / (float) Math.sqrt(52), 4 / (float) Math.sqrt(52)};
            assertThat(embedder.embedQuery("ab ab, AB c ab"))
                    .containsExactly(expected, within(1e-6f));
            assertThat(embedder.embedQuery(" ?! ")).containsExactly(0, 0);
            assertThat(embedder.info().dimension()).isEqualTo(2);
        }
    }

    @Test
    void theFingerprintFollowsTheModel() {
        StaticEmbedder other =
                new StaticEmbedder(
                        "tiny",
                        "d2",
                        BytePairTokenizerTest.tiny(),
                        new SafeTensors.Matrix(1, 2, new float[2]));
        assertThat(other.info().fingerprint()).isNotEqualTo(tiny().info().fingerprint());
        assertThat(tiny().info().fingerprint()).isEqualTo(tiny().info().fingerprint());
    }

    @Test
    void stopsWhenInterruptedAndWhenClosed() {
        StaticEmbedder embedder = tiny();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> embedder.embedPassages(List.of("ab")))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        embedder.close();
        assertThatThrownBy(() -> embedder.embedQuery("ab"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theRealModelKnowsWhatIsNear() {
        try (Embedder embedder = RealModels.open(EmbeddingModels.STATIC)) {
            assertThat(embedder.info().dimension()).isEqualTo(256);
            assertThat(embedder.info().cost()).isEqualTo(EmbedderInfo.Cost.LIGHT);
            float[] query = embedder.embedQuery("remove white space from both ends of a string");
            float[][] passages =
                    embedder.embedPassages(
                            List.of(
                                    "String strip(String text) { return text.trim(); }",
                                    "int gcd(int a, int b) { return b == 0 ? a : gcd(b, a % b); }",
                                    "Socket connect(InetAddress host, int port)"));
            assertThat(dot(query, query)).isCloseTo(1, within(1e-5));
            assertThat(dot(query, passages[0]))
                    .isGreaterThan(dot(query, passages[1]) + 0.1)
                    .isGreaterThan(dot(query, passages[2]) + 0.1);
        }
    }

    @Test
    void isFoundByName() {
        RealModels.open(EmbeddingModels.STATIC).close();
        try (Embedder embedder =
                EmbedderProvider.find("static", WorkbenchHome.fromEnvironment(), Progress.none())) {
            assertThat(embedder.info().name()).isEqualTo("static");
        }
    }

    @Test
    void tokenizesAsTheReferenceLibraryDoes() throws Exception {
        TextTokenizer tokenizer;
        try (StaticEmbedder embedder = (StaticEmbedder) RealModels.open(EmbeddingModels.STATIC)) {
            tokenizer = embedder.tokenizer();
        }
        List<TokenFixtures> fixtures = TokenFixtures.read("/embedding/wordllama-tokens.jsonl");
        assertThat(fixtures).hasSizeGreaterThan(400);
        for (TokenFixtures fixture : fixtures) {
            assertThat(tokenizer.encode(fixture.text()))
                    .as(fixture.text())
                    .isEqualTo(fixture.ids());
        }
    }

    static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
