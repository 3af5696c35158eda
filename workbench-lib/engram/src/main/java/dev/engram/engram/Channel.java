package dev.engram.engram;

import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a query is compared by. */
public enum Channel {
    /** Fused where an engram has a semantic channel, else lexical. */
    AUTO,
    /** The words. */
    LEXICAL,
    /** The meaning, as the engram's embedder sees it. */
    SEMANTIC,
    /** Both, added after each is brought to the same scale. */
    FUSED;

    /** The name users choose it by. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The channel with a label.
     *
     * @throws WorkbenchException USAGE for an unknown one
     */
    public static Channel of(String label) {
        List<String> labels = Arrays.stream(values()).map(Channel::label).toList();
        if (!labels.contains(label)) {
            throw WorkbenchException.usage(
                    "unknown channel '" + label + "'", NearMatch.remedy(label, labels));
        }
        return values()[labels.indexOf(label)];
    }
}
