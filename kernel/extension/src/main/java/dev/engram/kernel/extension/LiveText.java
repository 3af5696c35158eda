package dev.engram.kernel.extension;

import dev.engram.base.Markup;
import java.util.function.Consumer;

/**
 * Text that grows on the page while it is produced, and stays. After a failure or an interrupt it
 * is marked as not whole. Thread-safe.
 */
final class LiveText implements Consumer<String> {

    private final UpdatingDisplay display;
    private final StringBuilder text = new StringBuilder();
    private int shownLength;
    private boolean succeeded;

    LiveText(UpdatingDisplay display) {
        this.display = display;
    }

    @Override
    public synchronized void accept(String piece) {
        text.append(piece);
    }

    /** Shows what came since the last time. */
    synchronized void show() {
        if (text.length() > shownLength) {
            shownLength = text.length();
            put(text.toString());
        }
    }

    synchronized void succeeded() {
        succeeded = true;
    }

    synchronized void finish() {
        if (succeeded) {
            show();
        } else if (!text.isEmpty()) {
            put(text + "\n[stopped here]");
        }
    }

    private void put(String content) {
        display.show(
                content, "<div style='white-space: pre-wrap'>" + Markup.escape(content) + "</div>");
    }
}
