package dev.engram.models.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The threads of a decode change with what else the machine does; not where that would show. */
class ThreadsTest {

    @TempDir Path folder;

    @Test
    void aSteadyContextGivesTheSameLogitsWhateverElseTheMachineDoes() throws IOException {
        NativeRuntime runtime = Prepared.natives();
        try (NativeModel model =
                NativeModel.load(
                        runtime,
                        GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf"))),
                        Progress.none())) {
            float[] idle = logits(runtime, model, new ThreadBudget(2, () -> 0));
            int[] asked = new int[1];
            float[] busy =
                    logits(runtime, model, new ThreadBudget(2, () -> asked[0]++ % 2 == 0 ? 1 : 0));
            assertThat(busy).containsExactly(idle);
        }
    }

    /** Of the last of a few tokens that follow a long prompt one by one. */
    private static float[] logits(NativeRuntime runtime, NativeModel model, ThreadBudget budget) {
        ContextShape shape = new ContextShape(2048, 512, 1, 0, GgmlType.F16, true);
        float[] logits = new float[model.vocabulary().size()];
        try (DecodeContext context =
                new DecodeContext(runtime, model, shape, budget, ContextExtras.NONE)) {
            context.steady(true);
            TokenBatch batch = context.newBatch();
            for (int at = 0; at < 1536; at += 512) {
                batch.clear();
                for (int i = 0; i < 512; i++) {
                    batch.add(3 + (at + i) * 7 % 250, at + i, 0, false);
                }
                context.decode(batch);
            }
            for (int at = 1536; at < 1546; at++) {
                batch.clear();
                batch.add(3 + at % 250, at, 0, true);
                context.decode(batch);
                context.copyLogits(0, logits);
            }
        }
        return logits;
    }
}
