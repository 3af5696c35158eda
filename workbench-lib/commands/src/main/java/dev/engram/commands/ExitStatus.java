package dev.engram.commands;

/** A result that is itself a verdict, such as a check that found damage. */
public interface ExitStatus {

    /** 0 for a good verdict, 1 for damage or a regression. */
    int exitCode();
}
