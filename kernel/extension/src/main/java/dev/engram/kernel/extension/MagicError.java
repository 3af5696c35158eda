package dev.engram.kernel.extension;

import java.io.Serial;

/**
 * The failure of a magic in a kernel that is no {@link MagicHost}. Such a kernel wraps every
 * exception of a magic into one with a stack trace of its own; an error passes, so the user sees
 * its one or two lines alone.
 */
public final class MagicError extends Error {

    @Serial private static final long serialVersionUID = 1L;

    /**
     * @param message the one or two lines
     */
    MagicError(String message) {
        super(message, null, false, false);
    }
}
