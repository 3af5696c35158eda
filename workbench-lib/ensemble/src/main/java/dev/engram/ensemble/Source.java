package dev.engram.ensemble;

/**
 * A passage the answer was given from.
 *
 * @param engram the engram, as the user named it
 * @param path file within it
 * @param startLine first line, from 1
 * @param endLine last line
 * @param score relevance to the question, 0 to 1
 */
public record Source(String engram, String path, int startLine, int endLine, double score) {

    @Override
    public String toString() {
        return "%s:%d-%d (%.2f)".formatted(path, startLine, endLine, score);
    }
}
