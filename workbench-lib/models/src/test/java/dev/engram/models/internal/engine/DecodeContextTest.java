package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.engram.base.Progress;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a context says it holds is what llama.cpp answers from. */
class DecodeContextTest {

    private static final ContextShape SHAPE = new ContextShape(128, 64, 3, 1, GgmlType.F16, true);

    @TempDir static Path folder;
    private static NativeRuntime runtime;
    private static NativeModel model;

    @BeforeAll
    static void load() throws IOException {
        runtime = Prepared.natives();
        model =
                NativeModel.load(
                        runtime,
                        GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf"))),
                        Progress.none());
    }

    @AfterAll
    static void unload() {
        if (model != null) {
            model.close();
        }
    }

    /**
     * Random reading, forgetting, saving and restoring over three sequences, beside plain lists.
     */
    @Test
    void anyEditsLeaveWhatTheListsSayAndTheLogitsOfIt() {
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            List<List<Integer>> expected = new ArrayList<>();
            try (DecodeContext context = new DecodeContext(runtime, model, SHAPE)) {
                TokenBatch batch = context.newBatch();
                for (int s = 0; s < 3; s++) {
                    expected.add(new ArrayList<>());
                }
                for (int step = 0; step < 40; step++) {
                    edit(context, batch, random, expected);
                    for (int s = 0; s < 3; s++) {
                        assertThat(context.heldTokens(s))
                                .as("seed " + seed + " step " + step + " sequence " + s)
                                .containsExactly(array(expected.get(s)));
                    }
                }
                int sequence = random.nextInt(3);
                if (expected.get(sequence).size() < context.room()) {
                    expected.get(sequence).add(7);
                    float[] logits = logits(context, batch, sequence, 7);
                    float[] anew = fromScratch(array(expected.get(sequence)));
                    for (int i = 0; i < logits.length; i++) {
                        assertThat(logits[i])
                                .as("seed " + seed + " logit " + i)
                                .isCloseTo(anew[i], within(0.02f));
                    }
                }
            }
        }
    }

    private static void edit(
            DecodeContext context, TokenBatch batch, Random random, List<List<Integer>> expected) {
        int sequence = random.nextInt(3);
        List<Integer> held = expected.get(sequence);
        switch (random.nextInt(4)) {
            case 0 -> {
                int keep = random.nextInt(held.size() + 1);
                context.truncate(sequence, keep);
                held.subList(keep, held.size()).clear();
            }
            case 1 -> {
                int to = random.nextInt(3);
                try (Arena arena = Arena.ofConfined()) {
                    if (!held.isEmpty()) {
                        assertThat(
                                        context.restoreSequence(
                                                to,
                                                array(held),
                                                context.saveSequence(sequence, arena)))
                                .isTrue();
                        expected.set(to, new ArrayList<>(held));
                    }
                }
            }
            default -> {
                batch.clear();
                int count = 1 + random.nextInt(12);
                for (int i = 0; i < count && held.size() < context.room(); i++) {
                    int token = 3 + random.nextInt(250);
                    batch.add(token, held.size(), sequence, false);
                    held.add(token);
                }
                if (batch.size() > 0) {
                    assertThat(context.decode(batch)).isEqualTo(DecodeContext.Outcome.DONE);
                }
            }
        }
    }

    private static int[] array(List<Integer> tokens) {
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }

    private static float[] logits(
            DecodeContext context, TokenBatch batch, int sequence, int token) {
        batch.clear();
        batch.add(token, context.nextPosition(sequence), sequence, true);
        context.decode(batch);
        float[] logits = new float[model.vocabulary().size()];
        context.copyLogits(0, logits);
        return logits;
    }

    private static float[] fromScratch(int[] tokens) {
        try (DecodeContext context = new DecodeContext(runtime, model, SHAPE)) {
            TokenBatch batch = context.newBatch();
            for (int i = 0; i < tokens.length - 1; i++) {
                if (batch.room() == 0) {
                    context.decode(batch);
                    batch.clear();
                }
                batch.add(tokens[i], i, 0, false);
            }
            if (batch.size() > 0) {
                context.decode(batch);
            }
            return logits(context, batch, 0, tokens[tokens.length - 1]);
        }
    }

    /** What is in common at the start, to the token; never more than either holds. */
    @Test
    void theCommonStartIsCountedToTheToken() {
        try (DecodeContext context = new DecodeContext(runtime, model, SHAPE)) {
            TokenBatch batch = context.newBatch();
            int[] tokens = {5, 6, 7, 8};
            for (int i = 0; i < tokens.length; i++) {
                batch.add(tokens[i], i, 1, false);
            }
            context.decode(batch);
            assertThat(context.commonStart(1, tokens)).isEqualTo(4);
            assertThat(context.commonStart(1, new int[] {5, 6, 9, 8})).isEqualTo(2);
            assertThat(context.commonStart(1, new int[] {5, 6})).isEqualTo(2);
            assertThat(context.commonStart(1, new int[] {5, 6, 7, 8, 9})).isEqualTo(4);
            assertThat(context.commonStart(1, new int[0])).isZero();
            assertThat(context.commonStart(0, tokens)).isZero();
            context.truncate(1, 3);
            assertThat(context.commonStart(1, tokens)).isEqualTo(3);
        }
    }
}
