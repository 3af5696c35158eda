package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.io.Serial;

/** A document goes beyond a limit or cannot be read; the message is the reason for the user. */
public final class RefusedException extends IOException {

    @Serial private static final long serialVersionUID = 1L;

    public RefusedException(String reason) {
        super(reason);
    }
}
