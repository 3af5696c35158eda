package dev.engram.bench.dataset;

import java.util.Map;

/**
 * An entry of the catalogue.
 *
 * @param name short name; several versions may share it
 * @param version version of the data
 * @param title one line: what it is
 * @param licence under which terms
 * @param format what the files are
 * @param items how many items, in words; may be empty
 * @param source where it comes from
 */
public record Dataset(
        String name,
        String version,
        String title,
        String licence,
        String format,
        String items,
        Source source) {

    /** Where a data set comes from. */
    public sealed interface Source {

        /**
         * An archive that Maven brings.
         *
         * @param coordinates {@code group:artifact:version:classifier:extension}
         * @param sha256 digest of the archive
         */
        record Maven(String coordinates, String sha256) implements Source {}

        /**
         * A folder of the user's mirror.
         *
         * @param path below the mirror's root
         * @param files digests by file name
         */
        record Mirror(String path, Map<String, String> files) implements Source {}
    }

    /** {@code name@version}. */
    public String id() {
        return name + "@" + version;
    }
}
