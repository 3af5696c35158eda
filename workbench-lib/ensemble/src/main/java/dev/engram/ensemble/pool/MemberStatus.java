package dev.engram.ensemble.pool;

/**
 * A model of a pool.
 *
 * @param model its id
 * @param loaded whether it was opened yet
 * @param slots requests it works on together
 * @param active requests it works on
 * @param waiting requests that wait for it
 * @param answered requests answered
 * @param failed requests it failed
 * @param latencyMillis time of an answer, the newest weighing a fifth; 0 before the first
 * @param resting whether it is left alone after failing several times in a row
 * @param lastProblem its newest failure; empty where there was none
 */
public record MemberStatus(
        String model,
        boolean loaded,
        int slots,
        int active,
        int waiting,
        long answered,
        long failed,
        double latencyMillis,
        boolean resting,
        String lastProblem) {}
