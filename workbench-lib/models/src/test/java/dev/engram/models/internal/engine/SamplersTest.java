package dev.engram.models.internal.engine;

import static dev.engram.models.internal.engine.TinyEngine.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.models.GenerationResult;
import dev.engram.models.GenerationResult.TokenChoice;
import dev.engram.models.Sampling;
import dev.engram.models.Sampling.Dry;
import dev.engram.models.Sampling.Mirostat;
import dev.engram.models.Sampling.Penalties;
import dev.engram.models.Sampling.Xtc;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each sampler does what it says, seen in the log-probabilities of what was chosen. */
class SamplersTest {

    private static final Sampling OPEN = new Sampling(1, 0, 1, 0, 1, 5);

    @TempDir static Path folder;
    private static TinyEngine tiny;

    @BeforeAll
    static void load() throws IOException {
        tiny = new TinyEngine(folder, 1024, 1);
    }

    @AfterAll
    static void unload() {
        if (tiny != null) {
            tiny.close();
        }
    }

    private static GenerationResult answer(Sampling sampling, int tokens, int alternatives) {
        return tiny.engine
                .submit(
                        ask("hello", tokens)
                                .withSampling(sampling)
                                .withAlternatives(alternatives)
                                .withDeterministic(true))
                .result();
    }

    private static List<Integer> ids(GenerationResult result) {
        return result.tokens().stream().map(TokenChoice::token).toList();
    }

    /** Place of the chosen token among the likeliest; -1 if it is not among them. */
    private static int rank(TokenChoice choice) {
        for (int i = 0; i < choice.likeliest().size(); i++) {
            if (choice.likeliest().get(i).token() == choice.token()) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void greedyTakesTheLikeliest() {
        GenerationResult result = answer(Sampling.GREEDY, 40, 3);
        assertThat(result.tokens()).hasSize(40).allMatch(c -> rank(c) == 0);
        assertThat(result.tokens())
                .allMatch(c -> c.likeliest().size() == 3)
                .allMatch(c -> c.logProbability() == c.likeliest().getFirst().logProbability());
    }

    @Test
    void logProbabilitiesAreThoseOfASoftmaxOverAllTokens() {
        GenerationResult result = answer(OPEN, 12, 100);
        int[] prompt = tiny.model.vocabulary().tokenize("hello", false);
        try (DecodeContext context =
                new DecodeContext(
                        tiny.runtime,
                        tiny.model,
                        new ContextShape(
                                64, 64, 1, 1, dev.engram.models.gguf.GgmlType.F16, true))) {
            TokenBatch batch = context.newBatch();
            for (int i = 0; i < prompt.length; i++) {
                batch.add(prompt[i], i, 0, i == prompt.length - 1);
            }
            float[] logits = new float[tiny.model.vocabulary().size()];
            int position = prompt.length;
            for (TokenChoice choice : result.tokens()) {
                context.decode(batch);
                context.copyLogits(batch.size() - 1, logits);
                double sum = 0;
                for (float logit : logits) {
                    sum += Math.exp(logit);
                }
                double expected = Math.log(Math.exp(logits[choice.token()]) / sum);
                assertThat(choice.logProbability())
                        .isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-3));
                assertThat(
                                choice.likeliest().stream()
                                        .mapToDouble(a -> Math.exp(a.logProbability()))
                                        .sum())
                        .isLessThanOrEqualTo(1 + 1e-9);
                batch.clear();
                batch.add(choice.token(), position++, 0, true);
            }
        }
    }

    @Test
    void noProbabilitiesUnlessAskedFor() {
        assertThat(answer(OPEN, 5, 0).tokens()).isEmpty();
        assertThatThrownBy(() -> ask("x", 1).withAlternatives(101))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("101");
    }

    @Test
    void topKKeepsSoMany() {
        assertThat(answer(new Sampling(2, 3, 1, 0, 1, 5), 60, 3).tokens())
                .allMatch(c -> rank(c) >= 0)
                .anyMatch(c -> rank(c) > 0);
    }

    @Test
    void minPDropsWhatIsLessLikely() {
        assertThat(answer(new Sampling(2, 0, 1, 0.5, 1, 5), 60, 1).tokens())
                .allMatch(
                        c ->
                                c.logProbability()
                                        >= c.likeliest().getFirst().logProbability()
                                                + Math.log(0.5)
                                                - 1e-3);
    }

    @Test
    void topPKeepsTheLikeliest() {
        assertThat(ids(answer(new Sampling(2, 0, 0.0001, 0, 1, 5), 30, 1)))
                .isEqualTo(ids(answer(Sampling.GREEDY, 30, 1)));
    }

    /** The token whose surprise is nearest to the mean is taken, not the likeliest. */
    @Test
    void typicalKeepsWhatSurprisesAsMuchAsUsual() {
        GenerationResult narrow = answer(OPEN.withTypicalP(0.0001), 40, 100);
        assertThat(ids(narrow)).isEqualTo(ids(answer(OPEN.withTypicalP(0.0001), 40, 1)));
        assertThat(narrow.tokens()).anyMatch(c -> rank(c) > 0);
    }

    private static long most(List<Integer> ids) {
        Map<Integer, Long> counts = new HashMap<>();
        ids.forEach(id -> counts.merge(id, 1L, Long::sum));
        return counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Test
    void penaltiesDisfavourWhatWasSaid() {
        long plain = most(ids(answer(Sampling.GREEDY, 120, 1)));
        for (Penalties penalties :
                List.of(
                        new Penalties(2, 0, 0, 64),
                        new Penalties(1, 2, 0, 64),
                        new Penalties(1, 0, 2, 64))) {
            assertThat(most(ids(answer(Sampling.GREEDY.withPenalties(penalties), 120, 1))))
                    .as(penalties.toString())
                    .isLessThan(plain);
        }
    }

    /** Length of the longest piece that is said twice. */
    private static int longestRepeat(List<Integer> ids) {
        int longest = 0;
        for (int a = 0; a < ids.size(); a++) {
            for (int b = a + 1; b < ids.size(); b++) {
                int n = 0;
                while (b + n < ids.size() && ids.get(a + n).equals(ids.get(b + n))) {
                    n++;
                }
                longest = Math.max(longest, n);
            }
        }
        return longest;
    }

    @Test
    void dryEndsRepetitions() {
        int plain = longestRepeat(ids(answer(Sampling.GREEDY, 300, 1)));
        int dry = longestRepeat(ids(answer(Sampling.GREEDY.withDry(new Dry(5, 3, 2)), 300, 1)));
        assertThat(plain).isGreaterThan(20);
        assertThat(dry).isLessThan(8);
    }

    @Test
    void xtcLeavesTheLikeliestOut() {
        Sampling two = new Sampling(1, 2, 1, 0, 1, 5).withXtc(new Xtc(1, 0.0001));
        List<TokenChoice> choices = answer(two, 60, 2).tokens();
        assertThat(choices).allMatch(c -> rank(c) == 1);
    }

    @Test
    void mirostatAimsAtASurprise() {
        for (int version : new int[] {1, 2}) {
            List<Double> means = new ArrayList<>();
            for (double target : new double[] {1, 4}) {
                means.add(
                        answer(OPEN.withMirostat(new Mirostat(version, target, 0.1)), 300, 1)
                                .tokens()
                                .stream()
                                .mapToDouble(c -> -c.logProbability() / Math.log(2))
                                .average()
                                .orElseThrow());
            }
            assertThat(means.get(0)).as("version " + version).isLessThan(means.get(1) - 1);
        }
    }

    @Test
    void theSameSeedGivesTheSameChoice() {
        for (Sampling sampling :
                List.of(
                        OPEN,
                        OPEN.withMirostat(new Mirostat(2, 4, 0.1)),
                        OPEN.withXtc(new Xtc(0.5, 0.01)))) {
            assertThat(ids(answer(sampling, 40, 1))).isEqualTo(ids(answer(sampling, 40, 1)));
        }
    }

    @Test
    void valuesOutOfRangeAreNamed() {
        assertThatThrownBy(() -> OPEN.withTypicalP(1.1)).hasMessageContaining("typical-p 1.1");
        assertThatThrownBy(() -> new Penalties(1, 3, 0, 64)).hasMessageContaining("frequency");
        assertThatThrownBy(() -> new Penalties(1, 0, Double.NaN, 64))
                .hasMessageContaining("presence");
        assertThatThrownBy(() -> new Penalties(1, 0, 0, 0)).hasMessageContaining("window");
        assertThatThrownBy(() -> new Dry(-1, 2, 2)).hasMessageContaining("dry multiplier");
        assertThatThrownBy(() -> new Xtc(2, 0.1)).hasMessageContaining("xtc probability");
        assertThatThrownBy(() -> new Mirostat(3, 5, 0.1)).hasMessageContaining("mirostat 3");
        assertThatThrownBy(() -> Sampling.GREEDY.withMirostat(new Mirostat(2, 5, 0.1)))
                .hasMessageContaining("temperature 0");
    }

    @Test
    void theLargestAreFoundInOrder() {
        float[] values = {3, 9, 1, 9, 5, -2};
        assertThat(LogSoftmax.largest(values, 3)).containsExactly(1, 3, 4);
        assertThat(LogSoftmax.largest(values, 0)).isEmpty();
        assertThat(LogSoftmax.largest(values, 9)).containsExactly(1, 3, 4, 0, 2, 5);
    }
}
