package dev.engram.commands;

import dev.engram.base.Progress;

/** Shows the advance of one call and is told its end, so that a last state stays on the page. */
public interface CallProgress extends Progress {

    /**
     * The call is over.
     *
     * @param succeeded false after a failure or an interrupt
     */
    void ended(boolean succeeded);
}
