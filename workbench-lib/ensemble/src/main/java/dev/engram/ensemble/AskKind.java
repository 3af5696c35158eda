package dev.engram.ensemble;

/** The assistants: one pipeline, different prompts. */
public enum AskKind {
    ASK,
    CODE,
    RESEARCH
}
