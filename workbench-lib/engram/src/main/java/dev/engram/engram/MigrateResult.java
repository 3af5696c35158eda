package dev.engram.engram;

import java.util.List;

/**
 * What a migration did.
 *
 * @param fromVersion the format version before
 * @param toVersion the format version now
 * @param renamed snapshots that were written anew; none if the engram was up to date
 * @param millis time taken, milliseconds
 */
public record MigrateResult(int fromVersion, int toVersion, List<Renamed> renamed, long millis) {

    public MigrateResult {
        renamed = List.copyOf(renamed);
    }

    @Override
    public String toString() {
        return fromVersion == toVersion && renamed.isEmpty()
                ? "up to date: format version " + toVersion
                : "from format version "
                        + fromVersion
                        + " to "
                        + toVersion
                        + ": "
                        + renamed.size()
                        + " snapshots written anew";
    }
}
