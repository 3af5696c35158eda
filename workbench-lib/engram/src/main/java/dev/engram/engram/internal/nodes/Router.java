package dev.engram.engram.internal.nodes;

import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds the groups of files whose nodes are most like a query, by descending from the top. A node's
 * likeness is the dot product of the query with the signs of its sum, never with a few of its
 * positions. Immutable, thread-safe.
 */
public final class Router {

    private final FolderNodes nodes;
    private final List<Searcher.Part> parts;

    /**
     * @param parts the segments that the nodes were made of
     */
    public Router(FolderNodes nodes, List<Searcher.Part> parts) {
        this.nodes = nodes;
        this.parts = List.copyOf(parts);
    }

    /**
     * The dot product of the query with the sign of every node.
     *
     * @return one product for each node
     */
    public long[] scores(QueryVector query) {
        NodeTree tree = nodes.tree();
        long[] scores = new long[tree.size()];
        int[] sums = new int[tree.size()];
        for (int position : query.positions()) {
            for (long hash : owners(position)) {
                add(hash, position, sums);
            }
            nodes.excesses(position, (group, amount) -> sums[tree.nodeOf(group)] -= amount);
            int weight = query.at(position);
            for (int n = sums.length - 1; n >= 0; n--) {
                if (n > 0) {
                    sums[tree.parent(n)] += sums[n];
                }
                scores[n] += (long) weight * Integer.signum(sums[n]);
                sums[n] = 0;
            }
        }
        return scores;
    }

    private void add(long hash, int position, int[] sums) {
        int token = nodes.token(hash);
        if (token < 0) {
            return;
        }
        int code = nodes.format().codebook().find(hash, position, nodes.format().depth());
        int rank = code >>> 1;
        int sign = 1 - ((code & 1) << 1);
        nodes.counts(
                token,
                (group, grade, passages) -> {
                    if (grade > rank) {
                        sums[nodes.tree().nodeOf(group)] += sign * passages;
                    }
                });
    }

    /** The hashes of all tokens that own a position, each once. */
    private long[] owners(int position) {
        long[][] found = {new long[32]};
        int[] count = {0};
        for (Searcher.Part part : parts) {
            part.segment()
                    .owners(
                            position,
                            term -> {
                                if (count[0] == found[0].length) {
                                    found[0] = Arrays.copyOf(found[0], count[0] * 2);
                                }
                                found[0][count[0]++] = part.segment().hash(term);
                            });
        }
        return Arrays.stream(found[0], 0, count[0]).sorted().distinct().toArray();
    }

    /**
     * Descends level by level, on each with the {@code beam} best folders.
     *
     * @param scores of the nodes
     * @return the {@code beam} best groups' nodes on the way, best first
     */
    public int[] descend(long[] scores, int beam) {
        NodeTree tree = nodes.tree();
        Comparator<Integer> best =
                Comparator.comparingLong((Integer n) -> scores[n])
                        .reversed()
                        .thenComparing(Comparator.naturalOrder());
        List<Integer> groups = new ArrayList<>();
        List<Integer> level = List.of(0);
        while (!level.isEmpty()) {
            List<Integer> below = new ArrayList<>();
            for (int node : level) {
                for (int child : tree.children(node)) {
                    (tree.group(child) >= 0 ? groups : below).add(child);
                }
            }
            below.sort(best);
            level = below.subList(0, Math.min(beam, below.size()));
        }
        groups.sort(best);
        return groups.stream().limit(beam).mapToInt(n -> n).toArray();
    }

    /** All groups' nodes, best first, without a descent; for studies. */
    public int[] rankAll(long[] scores) {
        return IntStream.range(0, scores.length)
                .filter(n -> nodes.tree().group(n) >= 0)
                .boxed()
                .sorted(Comparator.comparingLong((Integer n) -> scores[n]).reversed())
                .mapToInt(n -> n)
                .toArray();
    }

    /** Whether a token occurs in one of the groups; the others' lists need not be read. */
    public boolean occurs(long hash, BitSet groups) {
        int token = nodes.token(hash);
        if (token < 0) {
            return false;
        }
        boolean[] found = {false};
        nodes.counts(token, (group, grade, passages) -> found[0] |= groups.get(group));
        return found[0];
    }
}
