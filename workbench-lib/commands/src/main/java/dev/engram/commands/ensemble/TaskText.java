package dev.engram.commands.ensemble;

import dev.engram.commands.VerbContext;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The question or task, given in one of three ways. */
final class TaskText {

    @Parameters(
            arity = "0..1",
            paramLabel = "TASK",
            description = "The question or task; in a cell magic, the body.")
    String words = "";

    @Option(
            names = {"-t", "--task"},
            paramLabel = "TEXT",
            description = "The question or task.")
    String task = "";

    TaskText() {}

    TaskText(String task) {
        this.task = task;
    }

    /** What was given; empty where nothing was. */
    String of(VerbContext context) {
        if (!task.isBlank()) {
            return task;
        }
        String body = context.body();
        return !words.isBlank() || body == null ? words : body;
    }
}
