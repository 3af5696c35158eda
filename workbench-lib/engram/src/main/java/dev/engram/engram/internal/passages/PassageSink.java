package dev.engram.engram.internal.passages;

/** Receives the passages of a file in order. */
@FunctionalInterface
public interface PassageSink {

    /**
     * @param startByte first byte
     * @param endByte byte after the last
     * @param startLine line of the first byte, from 1
     * @param endLine line of the last byte
     */
    void passage(int startByte, int endByte, int startLine, int endLine);
}
