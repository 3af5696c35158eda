package dev.engram.commands.setup.internal;

import java.io.IOException;
import java.io.InputStream;

/** Files that travel in our jar. */
final class Resources {

    private Resources() {}

    /** The bytes of a resource below {@code dev/engram/commands/setup}. */
    static byte[] bytes(String name) throws IOException {
        String path = "/dev/engram/commands/setup/" + name;
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + path);
            }
            return in.readAllBytes();
        }
    }
}
