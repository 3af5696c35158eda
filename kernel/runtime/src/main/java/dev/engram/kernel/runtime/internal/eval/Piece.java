package dev.engram.kernel.runtime.internal.eval;

/**
 * One statement, expression or declaration of a cell.
 *
 * @param source as JShell takes it; a missing last semicolon is added
 * @param line where it starts in the cell, from 0
 * @param complete whether it can be evaluated at all
 */
record Piece(String source, int line, boolean complete) {}
