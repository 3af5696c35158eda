package dev.engram.engram;

import dev.engram.base.WorkbenchException;

/**
 * Which snapshots a prune keeps: the newest always, and each that one of the rules keeps. Without a
 * rule all are kept, and only what no snapshot needs is removed.
 *
 * @param keep so many of the newest; 0 is no rule
 * @param keepDays those taken in so many last days; 0 is no rule
 * @param dryRun whether to say only what would be done
 */
public record PruneOptions(int keep, int keepDays, boolean dryRun) {

    /**
     * @throws WorkbenchException USAGE for negative numbers
     */
    public PruneOptions {
        if (keep < 0 || keepDays < 0) {
            throw WorkbenchException.usage(
                    (keep < 0 ? "--keep must be at least 1, not " + keep : "")
                            + (keep < 0 && keepDays < 0 ? "; " : "")
                            + (keepDays < 0
                                    ? "--keep-days must be at least 1, not " + keepDays
                                    : ""),
                    "example: --keep 10 --keep-days 30 keeps what either of them keeps");
        }
    }

    /** Keeps all snapshots; removes what none of them needs. */
    public static PruneOptions unneeded() {
        return new PruneOptions(0, 0, false);
    }

    /** Keeps so many of the newest snapshots. */
    public static PruneOptions newest(int keep) {
        return new PruneOptions(keep, 0, false);
    }

    public PruneOptions withKeepDays(int newKeepDays) {
        return new PruneOptions(keep, newKeepDays, dryRun);
    }

    public PruneOptions withDryRun(boolean newDryRun) {
        return new PruneOptions(keep, keepDays, newDryRun);
    }

    /** Whether no rule is given. */
    public boolean keepsAll() {
        return keep == 0 && keepDays == 0;
    }
}
