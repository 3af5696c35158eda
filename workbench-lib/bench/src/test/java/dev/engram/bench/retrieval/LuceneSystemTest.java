package dev.engram.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.engram.Passage;
import dev.engram.engram.text.Tokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LuceneSystemTest {

    private static final String[] WORDS = {
        "parse", "date", "format", "string", "reverse", "array", "null", "index", "count", "blank"
    };

    private static List<Passage> passages(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder text = new StringBuilder();
            for (int w = 0; w < 5 + random.nextInt(60); w++) {
                text.append(WORDS[(int) (WORDS.length * Math.pow(random.nextDouble(), 2))])
                        .append(' ');
            }
            passages.add(new Passage("f" + i, 1, 2, text.toString()));
        }
        return passages;
    }

    /** BM25 written down from its formula, with exact document lengths. */
    private static double bm25(List<Passage> all, Passage passage, String query) {
        double mean =
                all.stream().mapToInt(p -> Tokenizer.tokens(p.text()).size()).average().orElse(1);
        List<String> tokens = Tokenizer.tokens(passage.text());
        double score = 0;
        for (String term : Tokenizer.tokens(query).stream().distinct().toList()) {
            double tf = tokens.stream().filter(term::equals).count();
            double df = all.stream().filter(p -> Tokenizer.tokens(p.text()).contains(term)).count();
            double idf = Math.log(1 + (all.size() - df + 0.5) / (df + 0.5));
            score += idf * tf / (tf + 1.2 * (0.25 + 0.75 * tokens.size() / mean));
        }
        return score;
    }

    @Test
    void ranksAsTheFormulaDoes() throws Exception {
        List<Passage> all = passages(5);
        String query = "reverse array blank";
        List<Passage> expected = new ArrayList<>(all);
        expected.sort(Comparator.comparingDouble(p -> -bm25(all, p, query)));
        try (LuceneSystem lucene = new LuceneSystem(all)) {
            List<RetrievalSystem.Found> found = lucene.search(query, 10);
            assertThat(found).hasSize(10);
            for (int i = 0; i < 10; i++) {
                String path = found.get(i).path();
                Passage passage =
                        all.stream().filter(p -> p.path().equals(path)).findFirst().orElseThrow();
                // Lucene stores lengths in one byte: the scores agree within that rounding
                assertThat(bm25(all, passage, query))
                        .isCloseTo(bm25(all, expected.get(i), query), within(0.12));
            }
            assertThat(found.getFirst().startLine()).isEqualTo(1);
            assertThat(found.getFirst().endLine()).isEqualTo(2);
        }
    }

    @Test
    void usesOurTokenizer() throws Exception {
        List<Passage> all =
                List.of(
                        new Passage("a", 1, 1, "int parseHTTPDate(String s)"),
                        new Passage("b", 1, 1, "unrelated words entirely"));
        try (LuceneSystem lucene = new LuceneSystem(all)) {
            assertThat(lucene.search("parsing dates", 5))
                    .extracting(f -> f.path())
                    .containsExactly("a");
            assertThat(lucene.search("the of and", 5)).isEmpty();
            assertThat(lucene.version()).startsWith("Lucene 10.");
        }
    }
}
