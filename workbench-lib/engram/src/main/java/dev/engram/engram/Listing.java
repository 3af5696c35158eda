package dev.engram.engram;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The entries of a tree, in order.
 *
 * @param entries each with its path
 */
public record Listing(List<Entry> entries) implements Iterable<Listing.Entry> {

    private static final int SHOWN = 200;

    public Listing {
        entries = List.copyOf(entries);
    }

    /**
     * One entry.
     *
     * @param path below the top folder
     * @param kind {@code file}, {@code folder} or {@code link}
     * @param mode permission bits in octal
     * @param modified modification time, ISO 8601, UTC
     * @param size in bytes; 0 for folders and links
     * @param target of a link, else empty
     */
    public record Entry(
            String path, String kind, String mode, String modified, long size, String target) {}

    static String time(long nanos) {
        return Instant.ofEpochSecond(
                        Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString();
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        entries.stream()
                .limit(SHOWN)
                .forEach(
                        e ->
                                out.append(
                                        String.format(
                                                Locale.ROOT,
                                                "%s %12d  %s%s%n",
                                                e.mode(),
                                                e.size(),
                                                e.path(),
                                                switch (e.kind()) {
                                                    case "folder" -> "/";
                                                    case "link" -> " -> " + e.target();
                                                    default -> "";
                                                })));
        if (entries.size() > SHOWN) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "… and %,d more (--include narrows, --json prints all)",
                            entries.size() - SHOWN));
        }
        return out.toString().stripTrailing();
    }
}
