package dev.engram.base;

import java.util.Map;

/**
 * A value that knows its own notebook representations. Values without it are shown by generic
 * views; {@link Object#toString} is always the plain text form.
 */
public interface Rich {

    /**
     * Representations by MIME type, such as {@code text/html} to a {@link String} or {@code
     * image/png} to a {@code byte[]}. {@code text/plain} may be left out: then it is {@code
     * toString()}.
     */
    Map<String, Object> mimeBundle();
}
