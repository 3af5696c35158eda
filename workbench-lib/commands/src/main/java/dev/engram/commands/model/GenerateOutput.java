package dev.engram.commands.model;

/** What {@code generate} gives: one answer, or one a prompt of a file. */
public sealed interface GenerateOutput permits GenerateResult, GenerateBatch {

    /** The generated text; of several answers all, in order, a blank line between them. */
    String text();
}
