package dev.engram.engram.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.EmbedderInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {

    private static final int DIMENSION = 6;

    @TempDir private Path folder;
    private final FakeEmbedder embedder = new FakeEmbedder(DIMENSION);

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "passage " + i).toList();
    }

    private EmbeddingCache open() {
        return EmbeddingCache.open(folder, embedder.info());
    }

    private void fill(int from, int to) {
        try (EmbeddingCache cache = open()) {
            cache.putAll(texts(from, to), embedder.embedPassages(texts(from, to)));
        }
    }

    private Path file(String ending) {
        return folder.resolve(embedder.info().fingerprint() + ending);
    }

    private void assertKept(EmbeddingCache cache, int from, int to) {
        for (String text : texts(from, to)) {
            assertThat(cache.get(text)).as(text).contains(embedder.embedQuery(text));
        }
    }

    @Test
    void keepsVectorsOverReopening() {
        fill(0, 5000);
        fill(5000, 5010);
        try (EmbeddingCache cache = open()) {
            assertThat(cache.size()).isEqualTo(5010);
            assertKept(cache, 0, 5010);
            assertThat(cache.get("another")).isEmpty();
            assertThat(cache.damaged()).isZero();
        }
    }

    @Test
    void readsWhatWasJustWritten() {
        try (EmbeddingCache cache = open()) {
            for (int i = 0; i < 50; i++) {
                cache.putAll(texts(i, i + 1), embedder.embedPassages(texts(i, i + 1)));
                assertKept(cache, 0, i + 1);
            }
            cache.putAll(List.of("a", "a"), embedder.embedPassages(List.of("a", "a")));
            assertThat(cache.size()).isEqualTo(51);
        }
    }

    @Test
    void aBatchCutShortIsNotThereAndTheRestIs() throws IOException {
        fill(0, 20);
        byte[] keys = Files.readAllBytes(file(".keys"));
        byte[] vectors = Files.readAllBytes(file(".vectors"));
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            int keyLength = random.nextInt(keys.length + 1);
            int vectorLength = random.nextInt(vectors.length + 1);
            Files.write(file(".keys"), Arrays.copyOf(keys, keyLength));
            Files.write(file(".vectors"), Arrays.copyOf(vectors, vectorLength));
            int whole = Math.min(Math.max(0, keyLength - 64) / 24, vectorLength / 24);
            try (EmbeddingCache cache = open()) {
                assertThat(cache.size()).isEqualTo(whole);
                assertKept(cache, 0, whole);
                cache.putAll(texts(whole, 25), embedder.embedPassages(texts(whole, 25)));
            }
            try (EmbeddingCache cache = open()) {
                assertThat(cache.size()).isEqualTo(25);
                assertKept(cache, 0, 25);
            }
        }
    }

    @Test
    void noFlippedBitEverGivesAnotherVector() throws IOException {
        fill(0, 3);
        for (String ending : List.of(".keys", ".vectors")) {
            byte[] whole = Files.readAllBytes(file(ending));
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file(ending), flipped);
                try (EmbeddingCache cache = open()) {
                    int kept = 0;
                    for (String text : texts(0, 3)) {
                        var vector = cache.get(text);
                        kept += vector.isPresent() ? 1 : 0;
                        vector.ifPresent(v -> assertThat(v).isEqualTo(embedder.embedQuery(text)));
                    }
                    assertThat(kept).isEqualTo(2);
                    assertThat(cache.damaged()).isEqualTo(1);
                } catch (WorkbenchException e) {
                    assertThat(ending).isEqualTo(".keys");
                    assertThat(bit).isLessThan(64 * 8);
                    assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
                }
            }
            Files.write(file(ending), whole);
        }
    }

    @Test
    void theSecondToOpenItOnlyReads() {
        fill(0, 4);
        try (EmbeddingCache first = open();
                EmbeddingCache second = open()) {
            assertThat(first.writable()).isTrue();
            assertThat(second.writable()).isFalse();
            assertKept(second, 0, 4);
            second.putAll(texts(4, 5), embedder.embedPassages(texts(4, 5)));
            assertThat(second.size()).isEqualTo(4);
        }
        try (EmbeddingCache cache = open()) {
            assertThat(cache.writable()).isTrue();
        }
    }

    @Test
    void anotherEmbedderHasItsOwnAndRefusesThis() throws IOException {
        fill(0, 2);
        EmbedderInfo other = new FakeEmbedder(7).info();
        try (EmbeddingCache cache = EmbeddingCache.open(folder, other)) {
            assertThat(cache.size()).isZero();
        }
        Files.copy(
                file(".keys"),
                folder.resolve(other.fingerprint() + ".keys"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> EmbeddingCache.open(folder, other).close())
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("not the embedding cache of fake");
    }

    @Test
    void refusesMisuse() {
        EmbeddingCache cache = open();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.putAll(List.of("a"), new float[0][]));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cache.putAll(List.of("a"), new float[1][DIMENSION + 1]));
        cache.close();
        cache.close();
        assertThatThrownBy(() -> cache.get("a")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theIndexAgreesWithAMap() {
        TextKeyIndex index = new TextKeyIndex();
        Map<TextKey, Integer> map = new HashMap<>();
        Random random = new Random(9);
        for (int i = 0; i < 20_000; i++) {
            TextKey key = new TextKey(random.nextInt(3000), random.nextInt(2));
            if (random.nextInt(4) == 0) {
                index.remove(key);
                map.remove(key);
            } else {
                index.put(key, i, -i);
                map.put(key, i);
            }
        }
        assertThat(index.size()).isEqualTo(map.size());
        for (int i = 0; i < 3000; i++) {
            TextKey key = new TextKey(i, i % 2);
            Integer slot = map.get(key);
            assertThat(Math.max(index.slot(key), -1)).isEqualTo(slot == null ? -1 : slot);
            if (slot != null) {
                assertThat(index.checksum(key)).isEqualTo(-slot);
            }
        }
    }

    @Test
    void embedsOnlyWhatIsMissingAndGoesOnAfterAnInterrupt() {
        List<String> passages = texts(0, 200);
        embedder.interruptAfter(100);
        try (CachedEmbedder cached = new CachedEmbedder(embedder, open(), Progress.none())) {
            assertThatThrownBy(() -> cached.embedPassages(passages))
                    .isInstanceOfSatisfying(
                            WorkbenchException.class,
                            e ->
                                    assertThat(e.category())
                                            .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        }
        int before = embedder.asked.size();
        assertThat(before).isBetween(100, 199);
        FakeEmbedder again = new FakeEmbedder(DIMENSION);
        try (CachedEmbedder cached = new CachedEmbedder(again, open(), Progress.none())) {
            float[][] vectors = cached.embedPassages(passages);
            assertThat(again.asked).hasSize(200 - before);
            for (int i = 0; i < vectors.length; i++) {
                assertThat(vectors[i]).isEqualTo(embedder.embedQuery(passages.get(i)));
            }
            assertThat(cached.embedQuery("q")).isEqualTo(embedder.embedQuery("q"));
            assertThat(cached.info()).isEqualTo(embedder.info());
        }
    }

    @Test
    void repeatedPassagesAreEmbeddedOnce() {
        try (CachedEmbedder cached = new CachedEmbedder(embedder, open(), Progress.none())) {
            float[][] vectors = cached.embedPassages(List.of("a", "b", "a"));
            assertThat(embedder.asked).containsExactly("a", "b");
            assertThat(vectors[0]).isEqualTo(vectors[2]).isNotSameAs(vectors[2]);
        }
    }
}
