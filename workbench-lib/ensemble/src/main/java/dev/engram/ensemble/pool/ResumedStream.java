package dev.engram.ensemble.pool;

import java.util.function.Consumer;

/**
 * Hands an answer on although it is begun more than once: what a new attempt repeats is not shown
 * again; where it differs from what was shown, it starts on a new line. Used by one thread.
 */
final class ResumedStream {

    private final Consumer<String> sink;
    private final StringBuilder shown = new StringBuilder();

    ResumedStream(Consumer<String> sink) {
        this.sink = sink;
    }

    /** The stream of one attempt. */
    Consumer<String> attempt() {
        String before = shown.toString();
        StringBuilder now = new StringBuilder();
        return new Consumer<>() {
            private boolean diverged;

            @Override
            public void accept(String piece) {
                now.append(piece);
                if (diverged) {
                    show(piece);
                } else if (now.length() <= before.length()) {
                    if (!before.startsWith(now.toString())) {
                        restart();
                    }
                } else if (now.toString().startsWith(before)) {
                    show(now.substring(Math.max(before.length(), now.length() - piece.length())));
                } else {
                    restart();
                }
            }

            private void restart() {
                diverged = true;
                shown.setLength(0);
                sink.accept("\n");
                show(now.toString());
            }

            private void show(String piece) {
                shown.append(piece);
                sink.accept(piece);
            }
        };
    }
}
