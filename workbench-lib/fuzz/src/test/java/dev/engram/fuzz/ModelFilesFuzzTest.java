package dev.engram.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.quantize.ImportanceMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Model files, before any of their bytes reaches native code. */
class ModelFilesFuzzTest {

    private static Path file(byte[] bytes) throws IOException {
        Path file = Path.of(System.getProperty("java.io.tmpdir"), "fuzzed.gguf");
        return Files.write(file, bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void gguf(byte @NotNull [] bytes) throws Exception {
        Path file = file(bytes);
        Refusals.allowed(() -> GgufFile.read(file));
    }

    @FuzzTest(maxDuration = "60s")
    void importance(byte @NotNull [] bytes) throws Exception {
        Path file = file(bytes);
        Refusals.allowed(() -> ImportanceMatrix.read(file));
    }
}
