package dev.engram.fuzz;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;

/** What a reader of foreign bytes may do besides reading: refuse, in words for its user. */
final class Refusals {

    private Refusals() {}

    /** Something that reads. */
    @FunctionalInterface
    interface Reading {
        void run() throws Exception;
    }

    /**
     * Runs it; a clear refusal is as good as success, anything else is passed on.
     *
     * @return whether it was read
     */
    static boolean allowed(Reading reading) throws Exception {
        try {
            reading.run();
            return true;
        } catch (WorkbenchException e) {
            if (e.category() == Category.INTERNAL || String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("refused without a reason", e);
            }
            return false;
        }
    }
}
