package dev.engram.ensemble;

/**
 * How an answer stands against one point of its subtask's contract.
 *
 * @param check the point, such as {@code code} or {@code citations}
 * @param ok whether it holds
 * @param detail what is missing; empty where it holds
 */
public record AnswerCheck(String check, boolean ok, String detail) {}
