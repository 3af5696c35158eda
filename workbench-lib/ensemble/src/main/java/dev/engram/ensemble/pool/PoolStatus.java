package dev.engram.ensemble.pool;

import java.util.List;

/**
 * A pool.
 *
 * @param name its name
 * @param queue requests that may wait
 * @param refused requests refused since the queue was full
 * @param fallback the pool that takes over when this one fails; empty where there is none
 */
public record PoolStatus(
        String name, int queue, long refused, String fallback, List<MemberStatus> models) {

    public PoolStatus {
        models = List.copyOf(models);
    }

    public int active() {
        return models.stream().mapToInt(MemberStatus::active).sum();
    }

    public int waiting() {
        return models.stream().mapToInt(MemberStatus::waiting).sum();
    }
}
