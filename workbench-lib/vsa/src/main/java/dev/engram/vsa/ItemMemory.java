package dev.engram.vsa;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives every symbol its own random hypervector. The vector follows from symbol and seed alone, so
 * that two memories made alike agree on every machine. Thread-safe.
 */
public final class ItemMemory {

    private final int dimension;
    private final int nonZeros;
    private final long seed;
    private final ConcurrentHashMap<String, Hypervector> items = new ConcurrentHashMap<>();

    /**
     * @param nonZeros of each vector, from 0 to {@code dimension}
     */
    public ItemMemory(int dimension, int nonZeros, long seed) {
        Hypervector.random(dimension, nonZeros, seed); // checks the arguments
        this.dimension = dimension;
        this.nonZeros = nonZeros;
        this.seed = seed;
    }

    /** The vector of a symbol. */
    public Hypervector item(String symbol) {
        return items.computeIfAbsent(symbol, this::make);
    }

    private Hypervector make(String symbol) {
        byte[] utf8 = symbol.getBytes(StandardCharsets.UTF_8);
        long hash = Mixing.hash(utf8, 0, utf8.length);
        return Hypervector.random(dimension, nonZeros, Mixing.combine(hash, seed));
    }

    public int dimension() {
        return dimension;
    }
}
