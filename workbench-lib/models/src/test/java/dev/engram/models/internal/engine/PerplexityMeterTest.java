package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.PerplexityResult;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PerplexityMeterTest {

    private static final String TEXT =
            "the quick brown fox jumps over the lazy dog and then another sentence. ".repeat(8);

    @TempDir Path folder;

    private interface Use {
        void with(NativeRuntime runtime, NativeModel model);
    }

    private void tiny(Use use) throws IOException {
        NativeRuntime runtime = Prepared.natives();
        GgufFile file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
        try (NativeModel model = NativeModel.load(runtime, file, Progress.none())) {
            use.with(runtime, model);
        }
    }

    private static PerplexityOptions window(int tokens) {
        return new PerplexityOptions(tokens, 0, 1);
    }

    /** The slow twin: one token a decode. */
    @Test
    void agreesWithScoringTokenByToken() throws IOException {
        tiny(
                (runtime, model) -> {
                    PerplexityResult fast =
                            new PerplexityMeter(runtime, model, window(64))
                                    .measure(TEXT, Progress.none());
                    int[] tokens = model.vocabulary().tokenize(TEXT, false);
                    double sum = 0;
                    int count = 0;
                    float[] logits = new float[model.vocabulary().size()];
                    try (DecodeContext context =
                            new DecodeContext(
                                    runtime,
                                    model,
                                    new ContextShape(64, 1, 1, 1, GgmlType.F16, true))) {
                        TokenBatch batch = context.newBatch();
                        for (int w = 0; w < tokens.length / 64; w++) {
                            context.truncate(0, 0);
                            for (int i = 0; i < 63; i++) {
                                batch.clear();
                                batch.add(tokens[w * 64 + i], i, 0, true);
                                context.decode(batch);
                                if (i >= 32) {
                                    context.copyLogits(0, logits);
                                    sum += LogSoftmax.negativeLog(logits, tokens[w * 64 + i + 1]);
                                    count++;
                                }
                            }
                        }
                    }
                    assertThat(fast.tokens()).isEqualTo(count);
                    assertThat(fast.windows()).isEqualTo(tokens.length / 64);
                    assertThat(fast.perplexity())
                            .isCloseTo(Math.exp(sum / count), within(fast.perplexity() * 0.01));
                    assertThat(fast.standardError()).isPositive();
                });
    }

    @Test
    void aTextShorterThanAWindowIsRefusedWithTheFigures() throws IOException {
        tiny(
                (runtime, model) -> {
                    WorkbenchException refusal =
                            catchThrowableOfType(
                                    WorkbenchException.class,
                                    () ->
                                            new PerplexityMeter(runtime, model, window(512))
                                                    .measure("short", Progress.none()));
                    assertThat(refusal.category()).isEqualTo(Category.USAGE);
                    assertThat(refusal.getMessage()).contains("5 tokens", "512");
                });
    }

    @Test
    void anInterruptStopsIt() throws IOException {
        tiny(
                (runtime, model) -> {
                    Thread.currentThread().interrupt();
                    WorkbenchException stopped =
                            catchThrowableOfType(
                                    WorkbenchException.class,
                                    () ->
                                            new PerplexityMeter(runtime, model, window(64))
                                                    .measure(TEXT.repeat(300), Progress.none()));
                    assertThat(stopped.category()).isEqualTo(Category.INTERRUPTED);
                    assertThat(Thread.interrupted()).isFalse();
                });
    }

    @Property(tries = 200)
    void logProbabilitiesSumToOne(
            @ForAll @Size(min = 1, max = 50) float @FloatRange(min = -500, max = 500) [] logits) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += Math.exp(-LogSoftmax.negativeLog(logits, i));
        }
        assertThat(sum).isCloseTo(1, within(1e-4));
    }
}
