package dev.engram.ensemble;

/**
 * A reference that an answer makes.
 *
 * @param text as it stands in the answer, such as {@code [1]} or {@code a/B.java:10-20}
 * @param status what it refers to
 * @param source number of the source shown, from 1; 0 for none
 * @param nearest what was probably meant, for an invented one; empty where nothing is near
 */
public record Citation(String text, Status status, int source, String nearest) {

    /** What a reference points at. */
    public enum Status {
        /** A passage the model was shown. */
        SHOWN,
        /** A passage of an engram that the model was not shown. */
        ELSEWHERE,
        /** Nothing that exists. */
        INVENTED
    }
}
