package dev.engram.vsa;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Finds the known item nearest to a noisy vector. Not thread-safe while items are added. */
public final class CleanupMemory {

    /**
     * A known item.
     *
     * @param symbol its name
     * @param vector its vector
     */
    public record Item(String symbol, Hypervector vector) {}

    /**
     * What a noisy vector was cleaned up to.
     *
     * @param item the nearest item
     * @param cosine its cosine with the noisy vector
     */
    public record Match(Item item, double cosine) {}

    private final List<Item> items = new ArrayList<>();

    /** Adds an item. */
    public void add(String symbol, Hypervector vector) {
        items.add(new Item(symbol, vector));
    }

    public int size() {
        return items.size();
    }

    /**
     * The item with the greatest cosine, the first added among equals; none if that is below {@code
     * threshold}.
     */
    public Optional<Match> cleanup(Hypervector noisy, double threshold) {
        return nearest(noisy::cosine, threshold);
    }

    /** The same for a sum of vectors, which keeps more than its sign. */
    public Optional<Match> cleanup(Counters noisy, double threshold) {
        return nearest(noisy::cosine, threshold);
    }

    private Optional<Match> nearest(ToDoubleFunction<Hypervector> similarity, double threshold) {
        Optional<Match> best = Optional.empty();
        for (Item item : items) {
            double cosine = similarity.applyAsDouble(item.vector());
            if (cosine >= threshold && (best.isEmpty() || cosine > best.get().cosine())) {
                best = Optional.of(new Match(item, cosine));
            }
        }
        return best;
    }
}
