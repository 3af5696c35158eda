package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two engrams searched together give the scores of one that holds both. */
class EngramsTest {

    @TempDir Path temp;

    private Path ingest(String name, IngestOptions options) throws IOException {
        Path engram = temp.resolve(name + ".engram");
        Engram.ingest(temp.resolve(name), engram, options, Progress.none());
        return engram;
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void scoresAreThoseOfOneEngramThatHoldsBoth(Channel channel) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> words = List.of("walk", "dog", "river", "tree", "index", "merge", "bone");
        for (int f = 0; f < 40; f++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < 10; w++) {
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            }
            // the two halves differ much in what is rare
            text.append(f < 13 ? "dog dog\n" : "index\n");
            for (String folder : List.of("all", f < 13 ? "a" : "b")) {
                Files.createDirectories(temp.resolve(folder));
                Files.writeString(temp.resolve(folder).resolve("f" + f + ".md"), text);
            }
        }
        IngestOptions options =
                IngestOptions.defaults().withDimension(10_000).withSemantic("words");
        QueryOptions asked = QueryOptions.top(1000).withChannel(channel);
        try (Engram all = Engram.open(ingest("all", options));
                Engram a = Engram.open(ingest("a", options));
                Engram b = Engram.open(ingest("b", options))) {
            Map<String, Double> expected = new HashMap<>();
            all.query("the dog and the index", asked)
                    .forEach(h -> expected.put(h.path(), h.score()));
            Hits found = Engrams.query(List.of(a, b), "the dog and the index", asked);
            assertThat(found.size()).as("seed %d", seed).isEqualTo(expected.size()).isPositive();
            double last = Double.MAX_VALUE;
            for (Hit hit : found) {
                assertThat(hit.score())
                        .as("%s, seed %d", hit.path(), seed)
                        .isCloseTo(expected.get(hit.path()), within(1e-9))
                        .isLessThanOrEqualTo(last);
                last = hit.score();
            }
            assertThat(Engrams.queryFiles(List.of(a, b), "dog", QueryOptions.top(5)).size())
                    .isEqualTo(5);
        }
    }
}
