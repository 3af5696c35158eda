package dev.engram.ensemble.pool;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The ways a pool fails, told apart by what may help. */
final class Failures {

    private Failures() {}

    /** Marks the cause of an exception. */
    private static final class Mark extends Exception {
        @Serial private static final long serialVersionUID = 1L;

        private Mark(String what) {
            super(what, null, false, false);
        }
    }

    private static final String DEADLINE = "deadline";
    private static final String FULL = "full";

    static WorkbenchException deadline(Deadline deadline, String doing) {
        return new WorkbenchException(
                Category.FAILED,
                "no answer within " + deadline.allowedMillis() + " ms: " + doing,
                "allow more time, or ask for fewer tokens",
                new Mark(DEADLINE));
    }

    static WorkbenchException full(String pool, int active, int waiting) {
        return new WorkbenchException(
                Category.RESOURCE,
                "pool '" + pool + "' is full: " + active + " running, " + waiting + " waiting",
                "ask again later, or give the pool a longer queue",
                new Mark(FULL));
    }

    static boolean isDeadline(Throwable problem) {
        return marked(problem, DEADLINE);
    }

    static boolean isFull(Throwable problem) {
        return marked(problem, FULL);
    }

    private static boolean marked(@Nullable Throwable problem, String what) {
        return problem instanceof WorkbenchException e
                && e.getCause() instanceof Mark mark
                && what.equals(mark.getMessage());
    }

    /** Whether the same pool might answer if asked again. */
    static boolean mayPass(Throwable problem) {
        if (isDeadline(problem) || isFull(problem)) {
            return false;
        }
        return !(problem instanceof WorkbenchException e)
                || switch (e.category()) {
                    case USAGE, INTERRUPTED, MISSING, DAMAGED -> false;
                    case RESOURCE, FAILED, INTERNAL -> true;
                };
    }

    /** Whether another pool might answer. */
    static boolean mayPassElsewhere(Throwable problem) {
        if (isDeadline(problem)) {
            return false;
        }
        return !(problem instanceof WorkbenchException e)
                || switch (e.category()) {
                    case USAGE, INTERRUPTED -> false;
                    case MISSING, DAMAGED, RESOURCE, FAILED, INTERNAL -> true;
                };
    }

    static boolean isInterrupt(Throwable problem) {
        return problem instanceof WorkbenchException e && e.category() == Category.INTERRUPTED;
    }

    static String reason(Throwable problem) {
        return problem.getMessage() == null
                ? problem.getClass().getSimpleName()
                : problem.getMessage();
    }
}
