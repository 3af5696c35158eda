package dev.engram.ensemble.internal;

import dev.engram.ensemble.internal.Ranker.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Fits ranked passages into a budget of tokens. Retrieved text is data: each passage stands in a
 * fence that is longer than any in it, and marks that models take for turns of the conversation are
 * broken up.
 */
public final class ContextBuilder {

    private static final int LEAST_TOKENS = 24;

    private final ToIntFunction<String> tokens;
    private final int budget;
    private final int maxPassages;

    /**
     * The context of a prompt.
     *
     * @param text passages with their places; empty where none fits
     * @param used the passages that are in it
     * @param tokens its length
     */
    public record Context(String text, List<Ranked> used, int tokens) {}

    /**
     * @param tokens counts tokens as the model does
     * @param budget most tokens of the whole text
     * @param maxPassages most passages
     */
    public ContextBuilder(ToIntFunction<String> tokens, int budget, int maxPassages) {
        this.tokens = tokens;
        this.budget = budget;
        this.maxPassages = maxPassages;
    }

    /** Takes passages in order: whole where they fit, else their head, else its first lines. */
    public Context build(List<Ranked> ranked) {
        String text = "";
        List<Ranked> used = new ArrayList<>();
        for (Ranked one : ranked) {
            if (used.size() == maxPassages) {
                break;
            }
            int share = budget - (maxPassages - used.size() - 1) * LEAST_TOKENS;
            String longer = extended(text, one, Math.min(budget, Math.max(share, LEAST_TOKENS)));
            if (longer.isEmpty()) {
                break;
            }
            text = longer;
            used.add(one);
        }
        return new Context(text, List.copyOf(used), text.isEmpty() ? 0 : tokens.applyAsInt(text));
    }

    /** The text with the passage as far as it fits; empty where nothing worth showing does. */
    private String extended(String text, Ranked one, int limit) {
        String whole = text + block(one, one.text().full());
        boolean first = text.isEmpty();
        if (tokens.applyAsInt(whole) <= (first ? Math.min(limit, budget * 2 / 3) : limit)) {
            return whole;
        }
        String head = one.text().head().isEmpty() ? one.text().full() : one.text().head();
        String withHead = text + block(one, head);
        if (tokens.applyAsInt(withHead) <= limit) {
            return withHead;
        }
        List<String> lines = head.lines().toList();
        int low = 0;
        int high = lines.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (tokens.applyAsInt(text + block(one, first(lines, middle))) <= limit) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        String cut = text + block(one, first(lines, low));
        boolean worth =
                low > 0
                        && tokens.applyAsInt(first(lines, low)) >= (first ? 1 : LEAST_TOKENS)
                        && tokens.applyAsInt(cut) <= limit;
        return worth ? cut : "";
    }

    private static String first(List<String> lines, int count) {
        return String.join("\n", lines.subList(0, count));
    }

    static String block(Ranked one, String content) {
        String safe = harmless(content);
        String fence = "```";
        while (safe.contains(fence)) {
            fence += "`";
        }
        return String.format(
                Locale.ROOT,
                "## From: %s (similarity: %.3f)%n%s%n%s%n%s%n",
                harmless(one.passage().path()).replace('\n', ' '),
                one.relevance(),
                fence,
                safe,
                fence);
    }

    /** Breaks up what chat templates use as marks of turns. */
    static String harmless(String text) {
        return text.replace("<|", "< |")
                .replace("|>", "| >")
                .replaceAll("(?i)\\[(/?)INST\\]", "[$1 INST]")
                .replaceAll("(?i)<(/?)(s|bos|eos|start_of_turn|end_of_turn)>", "< $1$2>")
                .replaceAll("(?i)<<(/?)SYS>>", "< <$1SYS> >");
    }
}
