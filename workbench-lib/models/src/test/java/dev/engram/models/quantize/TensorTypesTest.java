package dev.engram.models.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.models.QuantizationType;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorTypesTest {

    @TempDir Path folder;

    private GgufFile model(int blocks) throws IOException {
        Path file = folder.resolve("tiny-" + blocks + ".gguf");
        return GgufFile.read(Files.write(file, TinyModel.build(1, blocks, false).bytes()));
    }

    private static QuantizePlan rules(String... rules) {
        return QuantizePlan.of(QuantizationType.Q4_0)
                .withTensorTypes(java.util.Arrays.stream(rules).map(TensorRule::parse).toList());
    }

    @Test
    void theFirstRuleThatMatchesCounts() throws IOException {
        Map<String, GgmlType> types =
                TensorTypes.of(model(2), rules("blk\\.0\\.ffn_down=Q8_0", "ffn_(up|down)=q6_k"));
        assertThat(types)
                .containsOnly(
                        Map.entry("blk.0.ffn_down.weight", GgmlType.Q8_0),
                        Map.entry("blk.0.ffn_up.weight", GgmlType.Q6_K),
                        Map.entry("blk.1.ffn_up.weight", GgmlType.Q6_K),
                        Map.entry("blk.1.ffn_down.weight", GgmlType.Q6_K));
    }

    @Test
    void theMixLiftsWhatMattersMost() throws IOException {
        QuantizePlan plan =
                QuantizePlan.of(QuantizationType.Q4_0).withMix(QuantizePlan.Mix.IMPORTANT);
        Map<String, GgmlType> types = TensorTypes.of(model(16), plan);
        assertThat(types.keySet())
                .contains("token_embd.weight", "blk.0.attn_v.weight", "blk.1.ffn_down.weight")
                .contains("blk.14.attn_v.weight", "blk.15.ffn_down.weight")
                .doesNotContain("blk.2.attn_v.weight", "blk.13.ffn_down.weight")
                .doesNotContain("blk.0.attn_q.weight", "blk.0.attn_norm.weight")
                .hasSize(1 + 4 * 2);
        assertThat(types.values()).containsOnly(GgmlType.Q8_0);
    }

    @Test
    void whatCannotBeMeantIsRefused() throws IOException {
        GgufFile model = model(2);
        assertThatThrownBy(() -> TensorTypes.of(model, rules("blk.0.fnn_down.weight=Q8_0")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("fnn_down");
        assertThatThrownBy(() -> rules("ffn_down")).hasMessageContaining("no rule");
        assertThatThrownBy(() -> rules("ffn_(down=Q8_0")).hasMessageContaining("regular");
        assertThatThrownBy(() -> rules("ffn_down=Q9_0"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.userMessage()).contains("Q9_0", "Q"));
        assertThatThrownBy(() -> rules("ffn_down=I32")).hasMessageContaining("I32");
        assertThatThrownBy(
                        () ->
                                QuantizePlan.of(QuantizationType.F16)
                                        .withTensorTypes(List.of(TensorRule.parse("a=Q8_0"))))
                .hasMessageContaining("F16");
        assertThatThrownBy(() -> QuantizePlan.of(QuantizationType.IQ2_XXS))
                .hasMessageContaining("importance matrix");
    }
}
