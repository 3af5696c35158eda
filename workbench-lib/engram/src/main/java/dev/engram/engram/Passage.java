package dev.engram.engram;

/**
 * A piece of a file that is found as a whole: a method, a section.
 *
 * @param path below the top folder, names joined by slashes
 * @param startLine first line, from 1
 * @param endLine last line
 * @param text its content
 */
public record Passage(String path, int startLine, int endLine, String text) {}
