package dev.engram.models.quantize;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.gguf.GgufTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which single tensors of a file get a format of their own. */
public final class TensorTypes {

    private static final Pattern BLOCK = Pattern.compile("^blk\\.(\\d+)\\.(.+)$");

    private TensorTypes() {}

    /**
     * Formats by tensor name: rules first, then the mix. Vectors stay as they are.
     *
     * @throws WorkbenchException of category USAGE for a rule that matches no tensor
     */
    public static Map<String, GgmlType> of(GgufFile file, QuantizePlan plan) {
        Map<String, GgmlType> types = new LinkedHashMap<>();
        List<GgufTensor> matrices =
                file.tensors().stream().filter(t -> t.dimensions().size() > 1).toList();
        for (TensorRule rule : plan.tensorTypes()) {
            boolean any = false;
            for (GgufTensor tensor : matrices) {
                if (rule.matches(tensor.name())) {
                    types.putIfAbsent(tensor.name(), rule.type());
                    any = true;
                }
            }
            if (!any) {
                List<String> names = matrices.stream().map(GgufTensor::name).toList();
                throw WorkbenchException.usage(
                        "no tensor matches '" + rule.pattern() + "'",
                        NearMatch.of(rule.pattern().pattern(), names)
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("tensors are named like " + names.getFirst()));
            }
        }
        if (plan.mix() == QuantizePlan.Mix.IMPORTANT) {
            long blocks = file.architectureWhole("block_count").orElse(0L);
            for (GgufTensor tensor : matrices) {
                if (important(tensor.name(), blocks)) {
                    types.putIfAbsent(tensor.name(), GgmlType.Q8_0);
                }
            }
        }
        return types;
    }

    private static boolean important(String name, long blocks) {
        if (name.equals("token_embd.weight") || name.equals("output.weight")) {
            return true;
        }
        Matcher block = BLOCK.matcher(name);
        if (!block.matches()) {
            return false;
        }
        long edge = Math.max(1, blocks / 8);
        long number = Long.parseLong(block.group(1));
        String part = block.group(2);
        return (number < edge || number >= blocks - edge)
                && (part.startsWith("attn_v.")
                        || part.startsWith("attn_qkv.")
                        || part.startsWith("ffn_down"));
    }
}
