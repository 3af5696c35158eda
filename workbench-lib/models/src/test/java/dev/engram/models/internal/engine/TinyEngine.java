package dev.engram.models.internal.engine;

import dev.engram.base.Progress;
import dev.engram.models.GenerationRequest;
import dev.engram.models.Prepared;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;

/** A real engine over the tiny model, for tests. */
final class TinyEngine implements AutoCloseable {

    final NativeRuntime runtime = Prepared.natives();
    final NativeModel model;
    final Engine engine;

    TinyEngine(Path folder, int contextTokens, int slots) throws IOException {
        GgufFile file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
        model = NativeModel.load(runtime, file, Progress.none());
        engine =
                new Engine(
                        runtime,
                        model,
                        new ContextShape(contextTokens, 256, slots, 1, GgmlType.F16, true));
    }

    /** So many tokens of answer, whatever they are. */
    static GenerationRequest ask(String text, int tokens) {
        return GenerationRequest.raw(text).withMaxTokens(tokens).withIgnoreEnd(true);
    }

    @Override
    public void close() {
        engine.close();
        model.close();
    }
}
