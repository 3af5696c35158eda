package dev.engram.models;

/**
 * A prompt whose keys and values are in a file.
 *
 * @param tokens tokens that need not be read again
 * @param fileBytes size of the file
 */
public record SavedPrompt(int tokens, long fileBytes) {

    @Override
    public String toString() {
        return "%d tokens, %.1f MB".formatted(tokens, fileBytes / 1e6);
    }
}
