package dev.engram.models.embedding.internal;

/** Turns text into the token ids of one model's vocabulary. Implementations are thread-safe. */
public interface TextTokenizer {

    /** The ids of a text, without the markers that models put around it; empty for empty text. */
    int[] encode(String text);
}
