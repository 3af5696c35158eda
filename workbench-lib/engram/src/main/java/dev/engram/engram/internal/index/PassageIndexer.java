package dev.engram.engram.internal.index;

import dev.engram.engram.internal.index.SegmentReader.Place;
import dev.engram.engram.internal.passages.Splitter;
import dev.engram.engram.internal.semantic.PassageEmbedder;
import java.util.List;
import java.util.Optional;

/** Splits files into passages and encodes them, into one log after the other. Serves one thread. */
public final class PassageIndexer {

    private final TermTable terms;
    private final PassageEncoder encoder;
    private final Splitter splitter = new Splitter();
    private final int gradeBits;
    private final Watch watch;
    private final Optional<PassageEmbedder> embedder;
    private PassageLog log;

    /** Is told what the indexer does, to measure it. */
    @FunctionalInterface
    public interface Watch {
        void encoding(boolean begins);
    }

    /** An indexer that nobody watches. */
    public PassageIndexer(LexicalFormat format) {
        this(format, Optional.empty(), encoding -> {});
    }

    /**
     * @param embedder makes the semantic trits, if they are wanted now
     * @param watch is told {@code true} where encoding a passage begins, {@code false} where it
     *     ends
     */
    public PassageIndexer(LexicalFormat format, Optional<PassageEmbedder> embedder, Watch watch) {
        this.embedder = embedder;
        this.watch = watch;
        gradeBits = SegmentWriter.gradeBits(format);
        terms = new TermTable(format);
        encoder = new PassageEncoder(format, terms);
        log = new PassageLog(terms);
    }

    /**
     * Indexes the content of a file that is text or code.
     *
     * @param path below the top folder
     * @param name of the file
     */
    public void index(byte[] path, byte[] name, byte[] bytes, int from, int to) {
        boolean[] begun = {false};
        splitter.split(
                name,
                bytes,
                from,
                to,
                (start, end, startLine, endLine) -> {
                    if (!begun[0]) {
                        log.file(path);
                        begun[0] = true;
                    }
                    Place place = new Place(start, end, startLine, endLine);
                    passage(bytes, from, place);
                });
    }

    /**
     * Indexes passages whose places are known.
     *
     * @param path below the top folder
     * @param text what the places are in
     */
    public void index(byte[] path, byte[] text, List<Place> places) {
        if (!places.isEmpty()) {
            log.file(path);
            places.forEach(place -> passage(text, 0, place));
        }
    }

    private void passage(byte[] bytes, int from, Place place) {
        watch.encoding(true);
        log.passage(place.startByte(), place.endByte(), place.startLine(), place.endLine());
        encoder.encode(bytes, from + place.startByte(), from + place.endByte(), log);
        log.endPassage();
        if (embedder.isPresent()) {
            int start = from + place.startByte();
            int end = from + place.endByte();
            log.semantic().add(embedder.get().trits(bytes, start, end), embedder.get().dimension());
        }
        watch.encoding(false);
    }

    /** The log of the files since the last call. */
    public PassageLog take() {
        PassageLog full = log;
        full.seal(terms, gradeBits);
        log = new PassageLog(terms);
        return full;
    }
}
