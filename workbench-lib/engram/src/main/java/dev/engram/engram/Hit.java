package dev.engram.engram;

/**
 * A passage that answers a query.
 *
 * @param rank from 1
 * @param score dot product of query and passage, in units of the best-known weighting; comparable
 *     within one query
 * @param path below the top folder, names joined by slashes
 * @param startLine first line, from 1
 * @param endLine last line
 * @param text the passage; bytes that are not UTF-8 are read as ISO 8859-1
 */
public record Hit(int rank, double score, String path, int startLine, int endLine, String text) {}
