package dev.engram.commands;

import java.io.PrintStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Prints streamed text as it comes, and ends its line before anything else is printed. */
final class StreamEcho implements Consumer<String> {

    private final @Nullable PrintStream out;
    private boolean lineOpen;

    StreamEcho(@Nullable PrintStream out) {
        this.out = out;
    }

    @Override
    public synchronized void accept(String text) {
        if (out != null && !text.isEmpty()) {
            out.print(text);
            out.flush();
            lineOpen = !text.endsWith("\n");
        }
    }

    synchronized void finish() {
        if (out != null && lineOpen) {
            out.println();
            lineOpen = false;
        }
    }
}
