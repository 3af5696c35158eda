package dev.engram.ensemble.pattern;

/** How several answers to one prompt become one. */
public enum Merge {
    /** All of them, in order, under their models' names. */
    SIDE_BY_SIDE,
    /** The one with the highest score. */
    BEST,
    /** The answer given most often, compared without case, punctuation and spaces. */
    VOTE
}
