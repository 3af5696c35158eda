package dev.engram.ensemble.pattern;

/** How models work on a task. */
public enum Pattern {
    /** Whichever pool is likely to answer first. */
    POOL,
    /** The pool that the type of the task is routed to. */
    SPECIALIZED,
    /** Research writes a design, coding implements it. */
    PIPELINE,
    /** Architecture, implementation and tests at the same time, then put together. */
    COLLABORATIVE,
    /** Every model the same task, side by side. */
    COMPARE
}
