package dev.engram.kernel.extension;

import dev.engram.commands.view.HtmlView;
import java.util.function.Consumer;

/**
 * Text that grows on the page while it is produced. In the end the value of the magic takes its
 * place; after a failure or an interrupt what had come stays, marked. Thread-safe.
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
            if (display.shown()) {
                display.show("", "");
            }
        } else if (!text.isEmpty()) {
            put(text + "\n[stopped here]");
        }
    }

    private void put(String content) {
        display.show(
                content,
                "<div style='white-space: pre-wrap'>" + HtmlView.escape(content) + "</div>");
    }
}
