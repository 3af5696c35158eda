package dev.engram.models.internal.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import dev.engram.models.PerplexityOptions;
import dev.engram.models.Prepared;
import dev.engram.models.QuantizationType;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.engine.ImportanceMeter;
import dev.engram.models.internal.engine.NativeModel;
import dev.engram.models.internal.natives.NativeRuntime;
import dev.engram.models.quantize.ImportanceMatrix;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The native quantizer itself, in this process, on a tiny model whose rows are wide enough. */
class QuantizeCallTest {

    @TempDir static Path folder;
    private static NativeRuntime runtime;
    private static Path source;
    private static Path importance;

    @BeforeAll
    static void prepare() throws IOException {
        runtime = Prepared.natives();
        source =
                Files.write(folder.resolve("wide.gguf"), TinyModel.build(3, 1, false, 256).bytes());
        importance = folder.resolve("wide.imatrix.gguf");
        try (NativeModel model =
                NativeModel.load(runtime, GgufFile.read(source), Progress.none())) {
            new ImportanceMeter(runtime, model, new PerplexityOptions(64, 2, 1))
                    .measure("what goes in, and how much of it. ".repeat(20), "", Progress.none())
                    .write(importance);
        }
    }

    private static GgufFile run(
            String name,
            QuantizationType type,
            boolean pure,
            Map<String, GgmlType> types,
            boolean weighted)
            throws IOException {
        Path out = folder.resolve(name + ".gguf");
        QuantizeJob job =
                new QuantizeJob(
                        source.toString(),
                        out.toString(),
                        type.fileType(),
                        1,
                        pure,
                        types,
                        weighted ? Optional.of(importance.toString()) : Optional.empty());
        assertThat(QuantizeCall.run(runtime.llama(), QuantizeJob.of(job.lines())))
                .as(type.toString())
                .isZero();
        return GgufFile.read(out);
    }

    @ParameterizedTest
    @EnumSource(QuantizationType.class)
    void everyTypeIsMade(QuantizationType type) throws IOException {
        GgufFile made = run("type-" + type, type, false, Map.of(), type.needsImportance());
        assertThat(made.bitsPerWeight())
                .isBetween(type.approximateBits() * 0.9, Math.max(9, type.approximateBits() * 1.1));
        try (NativeModel model = NativeModel.load(runtime, made, Progress.none())) {
            assertThat(model.vocabulary().size()).isEqualTo(263);
        }
    }

    @Test
    void singleTensorsGetTheirOwnFormat() throws IOException {
        GgufFile made =
                run(
                        "mixed",
                        QuantizationType.Q4_0,
                        true,
                        Map.of(
                                "blk.0.ffn_down.weight", GgmlType.Q6_K,
                                "token_embd.weight", GgmlType.Q8_0,
                                "blk.0.attn_v.weight", GgmlType.Q5_1),
                        false);
        Map<String, GgmlType> expected =
                Map.of(
                        "blk.0.ffn_down.weight", GgmlType.Q6_K,
                        "token_embd.weight", GgmlType.Q8_0,
                        "blk.0.attn_v.weight", GgmlType.Q5_1,
                        "blk.0.ffn_up.weight", GgmlType.Q4_0,
                        "blk.0.attn_q.weight", GgmlType.Q4_0,
                        "blk.0.attn_norm.weight", GgmlType.F32);
        expected.forEach(
                (name, type) ->
                        assertThat(made.tensor(name).orElseThrow().type())
                                .as(name)
                                .isEqualTo(type));
    }

    @Test
    void importanceChangesWhatIsWritten() throws IOException {
        GgufFile plain = run("plain", QuantizationType.Q4_0, true, Map.of(), false);
        GgufFile weighted = run("weighted", QuantizationType.Q4_0, true, Map.of(), true);
        assertThat(weighted.sizeBytes() - plain.sizeBytes()).isLessThan(500);
        assertThat(Files.mismatch(plain.path(), weighted.path())).isNotNegative();
        assertThat(error(weighted)).isLessThan(error(plain));
    }

    /** Error of the first product's weights, each input counted by its importance. */
    private static double error(GgufFile made) throws IOException {
        String name = "blk.0.attn_q.weight";
        GgufFile exact = GgufFile.read(source);
        float[] weights = exact.floats(exact.tensor(name).orElseThrow());
        float[] means =
                java.util.Objects.requireNonNull(
                                ImportanceMatrix.read(importance).entries().get(name))
                        .means();
        byte[] all = Files.readAllBytes(made.path());
        int at = (int) (made.dataOffset() + made.tensor(name).orElseThrow().offset());
        double error = 0;
        for (int block = 0; block < weights.length / 32; block++) {
            int start = at + 18 * block;
            float scale =
                    Float.float16ToFloat(
                            (short) (all[start] & 0xff | (all[start + 1] & 0xff) << 8));
            for (int i = 0; i < 32; i++) {
                int packed = all[start + 2 + i % 16] & 0xff;
                int level = (i < 16 ? packed & 15 : packed >> 4) - 8;
                double off = weights[32 * block + i] - level * scale;
                error += off * off * means[(32 * block + i) % 256];
            }
        }
        return error;
    }

    @AfterAll
    static void quiet() {
        if (runtime != null) {
            runtime.log().clear();
        }
    }
}
