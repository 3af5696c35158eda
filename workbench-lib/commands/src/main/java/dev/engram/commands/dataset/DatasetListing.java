package dev.engram.commands.dataset;

import dev.engram.base.Rich;
import dev.engram.bench.dataset.Dataset;
import dev.engram.commands.view.TextTable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The catalogue of data sets.
 *
 * @param datasets in its order
 */
public record DatasetListing(List<Listed> datasets)
        implements Iterable<DatasetListing.Listed>, Rich {

    /**
     * One data set.
     *
     * @param name its name
     * @param version its version
     * @param title what it is
     * @param licence its terms
     * @param format what its files are
     * @param items how many items, in words
     * @param present whether it is on this machine
     */
    public record Listed(
            String name,
            String version,
            String title,
            String licence,
            String format,
            String items,
            boolean present) {

        static Listed of(Dataset d, boolean present) {
            return new Listed(
                    d.name(), d.version(), d.title(), d.licence(), d.format(), d.items(), present);
        }
    }

    public DatasetListing {
        datasets = List.copyOf(datasets);
    }

    @Override
    public Iterator<Listed> iterator() {
        return datasets.iterator();
    }

    private TextTable table() {
        TextTable table = new TextTable("data set", "version", "here", "licence", "what");
        for (Listed d : datasets) {
            table.row(d.name(), d.version(), d.present() ? "yes" : "no", d.licence(), d.title());
        }
        return table;
    }

    @Override
    public Map<String, Object> mimeBundle() {
        return Map.of("text/html", table().html());
    }

    @Override
    public String toString() {
        return table().toString().stripTrailing();
    }
}
