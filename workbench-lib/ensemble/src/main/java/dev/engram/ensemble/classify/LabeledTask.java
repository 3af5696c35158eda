package dev.engram.ensemble.classify;

/**
 * A task whose kind is known.
 *
 * @param id unique within its source
 * @param source where it comes from
 * @param label one of the task types
 * @param text the task
 */
public record LabeledTask(String id, String source, String label, String text) {}
