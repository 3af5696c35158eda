package dev.engram.ensemble.internal;

import dev.engram.ensemble.Defence;
import dev.engram.ensemble.internal.Ranker.Ranked;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

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
    private final Defence defence;

    /**
     * The context of a prompt.
     *
     * @param text passages with their places; empty where none fits
     * @param used the passages that are in it
     * @param tokens its length
     * @param leftOut sentences left out because they speak to the model
     */
    public record Context(String text, List<Ranked> used, int tokens, int leftOut) {}

    /**
     * @param tokens counts tokens as the model does
     * @param budget most tokens of the whole text
     * @param maxPassages most passages
     * @param defence against instructions in the text
     */
    public ContextBuilder(
            ToIntFunction<String> tokens, int budget, int maxPassages, Defence defence) {
        this.defence = defence;
        this.tokens = tokens;
        this.budget = budget;
        this.maxPassages = maxPassages;
    }

    /** Takes passages in order: whole where they fit, else their head, else its first lines. */
    public Context build(List<Ranked> ranked) {
        return after(new Context("", List.of(), 0, 0), ranked);
    }

    /** Adds passages to a context; its budget is what they may take besides. */
    public Context after(Context before, List<Ranked> ranked) {
        int whole = before.tokens() + budget;
        int most = before.used().size() + maxPassages;
        String text = before.text();
        List<Ranked> used = new ArrayList<>(before.used());
        for (Ranked one : ranked) {
            if (used.size() == most) {
                break;
            }
            int share = whole - (most - used.size() - 1) * LEAST_TOKENS;
            int limit = Math.min(whole, Math.max(share, before.tokens() + LEAST_TOKENS));
            String longer = extended(text, one, used.size() + 1, limit);
            if (longer.isEmpty()) {
                break;
            }
            text = longer;
            used.add(one);
        }
        int leftOut = text.split(Pattern.quote(Suspicions.LEFT_OUT), -1).length - 1;
        return new Context(
                text, List.copyOf(used), text.isEmpty() ? 0 : tokens.applyAsInt(text), leftOut);
    }

    /** The text with the passage as far as it fits; empty where nothing worth showing does. */
    private String extended(String text, Ranked one, int number, int limit) {
        String whole = text + block(number, one, one.text().full());
        boolean first = text.isEmpty();
        if (tokens.applyAsInt(whole) <= (first ? Math.min(limit, budget * 2 / 3) : limit)) {
            return whole;
        }
        int focus = Declarations.lineOf(one.focus(), one.text().rest());
        if (!one.focus().isEmpty() && focus >= 0) {
            String window = window(text, number, one, focus, limit);
            if (!window.isEmpty()) {
                return window;
            }
        }
        String head = one.text().head().isEmpty() ? one.text().full() : one.text().head();
        String withHead = text + block(number, one, head);
        if (tokens.applyAsInt(withHead) <= limit) {
            return withHead;
        }
        List<String> lines = head.lines().toList();
        int low = 0;
        int high = lines.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (tokens.applyAsInt(text + block(number, one, first(lines, middle))) <= limit) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        String cut = text + block(number, one, first(lines, low));
        boolean worth =
                low > 0
                        && tokens.applyAsInt(first(lines, low)) >= (first ? 1 : LEAST_TOKENS)
                        && tokens.applyAsInt(cut) <= limit;
        return worth ? cut : "";
    }

    /** As many lines as fit around the one asked about, two below it for each above. */
    private String window(String text, int number, Ranked one, int focus, int limit) {
        List<String> lines = one.text().rest().lines().toList();
        int from = focus;
        int to = focus + 1;
        String best = "";
        for (int step = 0; step < lines.size(); step++) {
            String tried = text + block(number, one, String.join("\n", lines.subList(from, to)));
            if (tokens.applyAsInt(tried) > limit) {
                break;
            }
            best = tried;
            if ((step % 3 != 2 || from == 0) && to < lines.size()) {
                to++;
            } else if (from > 0) {
                from--;
            } else {
                break;
            }
        }
        return best;
    }

    private static String first(List<String> lines, int count) {
        return String.join("\n", lines.subList(0, count));
    }

    private String block(int number, Ranked one, String content) {
        String safe = guarded(content);
        String fence = "```";
        while (defence != Defence.NONE && safe.contains(fence)) {
            fence += "`";
        }
        String path = one.passage().path();
        return String.format(
                Locale.ROOT,
                "## From: %s (similarity: %.3f) [%d]%n%s%n%s%n%s%n",
                defence == Defence.NONE ? path : harmless(path).replaceAll("\\v", " "),
                one.relevance(),
                number,
                fence,
                safe,
                fence);
    }

    private String guarded(String content) {
        return switch (defence) {
            case NONE -> content;
            case DELIMITED -> harmless(content);
            case MARKED -> harmless(content).replaceAll("(?m)^", "| ");
            case FILTERED -> harmless(Suspicions.clean(content).text());
        };
    }

    /** Breaks up what chat templates use as marks of turns. */
    static String harmless(String text) {
        return text.replace("<|", "< |")
                .replace("|>", "| >")
                .replace("<\uFF5C", "< \uFF5C")
                .replace("\uFF5C>", "\uFF5C >")
                .replaceAll("(?i)\\[(/?)INST\\]", "[$1 INST]")
                .replaceAll("(?i)<(/?)(s|bos|eos|start_of_turn|end_of_turn)>", "< $1$2>")
                .replaceAll("(?i)<<(/?)SYS>>", "< <$1SYS> >");
    }
}
