package dev.engram.engram;

/**
 * A snapshot that was written anew: its id follows from what it names, so it has another one.
 *
 * @param from the id before
 * @param to the id now
 */
public record Renamed(String from, String to) {}
