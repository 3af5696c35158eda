package dev.engram.commands.ensemble;

import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.Subtask;
import dev.engram.ensemble.Subtasks;
import java.util.Iterator;
import java.util.stream.Stream;

/** Completes the names of an assistant's subtasks. */
abstract class SubtaskNames implements Iterable<String> {

    private final AskKind kind;

    SubtaskNames(AskKind kind) {
        this.kind = kind;
    }

    @Override
    public Iterator<String> iterator() {
        return Stream.concat(Stream.of(Subtask.AUTO), Subtasks.of(kind).stream().map(Subtask::name))
                .iterator();
    }

    /** Those of {@code ask}. */
    static final class Ask extends SubtaskNames {
        Ask() {
            super(AskKind.ASK);
        }
    }

    /** Those of {@code code}. */
    static final class Code extends SubtaskNames {
        Code() {
            super(AskKind.CODE);
        }
    }

    /** Those of {@code research}. */
    static final class Research extends SubtaskNames {
        Research() {
            super(AskKind.RESEARCH);
        }
    }
}
