package dev.engram.engram;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * What differs between two snapshots, in the order of the tree; times are not compared.
 *
 * @param from id of the older one
 * @param to id of the newer one
 * @param entries one for each path that differs
 */
public record Differences(String from, String to, List<Entry> entries)
        implements Iterable<Differences.Entry> {

    private static final int SHOWN = 200;

    public Differences {
        entries = List.copyOf(entries);
    }

    /**
     * One path.
     *
     * @param change {@code added}, {@code removed}, {@code modified} (other content or link
     *     target), {@code type} (a file became a folder, say) or {@code mode}
     * @param path below the top folder; {@code .} is that folder
     * @param kind {@code file}, {@code folder} or {@code link}; empty if removed
     * @param kindBefore the same; empty if added
     * @param bytes size of the file; 0 for others
     * @param bytesBefore the same before
     * @param mode permission bits in octal; empty if removed
     * @param modeBefore the same; empty if added
     */
    public record Entry(
            String change,
            String path,
            String kind,
            String kindBefore,
            long bytes,
            long bytesBefore,
            String mode,
            String modeBefore) {

        @Override
        public String toString() {
            String detail =
                    switch (change) {
                        case "added" -> kind.equals("file") ? size(bytes) : kind;
                        case "removed" ->
                                kindBefore.equals("file") ? size(bytesBefore) : kindBefore;
                        case "type" -> kindBefore + " -> " + kind;
                        case "mode" -> modeBefore + " -> " + mode;
                        default ->
                                kind.equals("file")
                                        ? size(bytesBefore) + " -> " + size(bytes)
                                        : kind;
                    };
            return String.format(Locale.ROOT, "%-8s  %s  (%s)", change, path, detail);
        }

        private static String size(long bytes) {
            return String.format(Locale.ROOT, "%,d bytes", bytes);
        }
    }

    /** How many entries have a change of some name. */
    public long count(String change) {
        return entries.stream().filter(e -> e.change().equals(change)).count();
    }

    @Override
    public Iterator<Entry> iterator() {
        return entries.iterator();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        entries.stream().limit(SHOWN).forEach(e -> out.append(e).append('\n'));
        if (entries.size() > SHOWN) {
            out.append("… and ").append(entries.size() - SHOWN).append(" more (--json has all)\n");
        }
        return out.append(
                        String.format(
                                Locale.ROOT,
                                "%s..%s: %,d added, %,d modified, %,d removed, %,d of another type,"
                                        + " %,d of another mode",
                                from.substring(0, 12),
                                to.substring(0, 12),
                                count("added"),
                                count("modified"),
                                count("removed"),
                                count("type"),
                                count("mode")))
                .toString();
    }
}
