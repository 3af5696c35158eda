package dev.engram.models.quantize;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import dev.engram.models.gguf.GgmlType;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The format of the tensors whose name a regular expression is found in.
 *
 * @param pattern such as {@code blk\.[0-3]\.ffn_down}
 */
public record TensorRule(Pattern pattern, GgmlType type) {

    /**
     * Reads {@code PATTERN=TYPE}.
     *
     * @throws WorkbenchException of category USAGE saying what is wrong with it
     */
    public static TensorRule parse(String text) {
        int equals = text.lastIndexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw WorkbenchException.usage(
                    "'" + text + "' is no rule for tensors",
                    "give PATTERN=TYPE, such as ffn_down=Q6_K");
        }
        try {
            return new TensorRule(
                    Pattern.compile(text.substring(0, equals)),
                    type(text.substring(equals + 1).strip()));
        } catch (PatternSyntaxException e) {
            throw WorkbenchException.usage(
                    "'" + text.substring(0, equals) + "' is no regular expression",
                    e.getDescription());
        }
    }

    private static GgmlType type(String name) {
        List<String> names =
                Arrays.stream(GgmlType.values())
                        .filter(QuantizePlan::allowed)
                        .map(Enum::name)
                        .toList();
        String wanted = name.toUpperCase(java.util.Locale.ROOT);
        if (!names.contains(wanted)) {
            throw WorkbenchException.usage(
                    "unknown number format '" + name + "'", NearMatch.remedy(wanted, names));
        }
        return GgmlType.valueOf(wanted);
    }

    boolean matches(String tensor) {
        return pattern.matcher(tensor).find();
    }

    @Override
    public String toString() {
        return pattern.pattern() + "=" + type;
    }
}
