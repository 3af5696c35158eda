package dev.engram.commands.bench;

import dev.engram.base.Markup;
import dev.engram.base.Rich;
import dev.engram.bench.Comparison;
import dev.engram.bench.Numbers;
import dev.engram.commands.view.TextTable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Paired differences of an experiment's variants.
 *
 * @param experiment its name
 * @param baseline the variant the others are compared with
 * @param comparisons one a metric and variant
 */
public record ComparisonList(String experiment, String baseline, List<Comparison> comparisons)
        implements Iterable<Comparison>, Rich {

    public ComparisonList {
        comparisons = List.copyOf(comparisons);
    }

    @Override
    public Iterator<Comparison> iterator() {
        return comparisons.iterator();
    }

    private TextTable table() {
        TextTable table =
                new TextTable(
                        "metric",
                        "variant",
                        "difference",
                        "95 % interval",
                        "ratio",
                        "n",
                        "verdict");
        for (Comparison c : comparisons) {
            table.row(
                    c.metric(),
                    c.variant(),
                    (Numbers.signed(c.difference()) + " " + c.unit()).strip(),
                    Numbers.signed(c.low()) + " to " + Numbers.signed(c.high()),
                    Numbers.text(c.ratio()),
                    String.valueOf(c.pairs()),
                    c.verdict());
        }
        return table;
    }

    @Override
    public Map<String, Object> mimeBundle() {
        return Map.of(
                "text/html",
                "<p>%s, compared with <strong>%s</strong></p>%s"
                        .formatted(
                                Markup.escape(experiment),
                                Markup.escape(baseline),
                                table().html()));
    }

    @Override
    public String toString() {
        return comparisons.isEmpty()
                ? experiment + ": nothing to compare"
                : experiment + ", compared with " + baseline + "\n" + table().toString().strip();
    }
}
