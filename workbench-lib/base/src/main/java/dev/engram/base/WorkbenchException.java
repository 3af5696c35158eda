package dev.engram.base;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * The one exception users meet: a category, what went wrong and where, and what to do about it, in
 * one or two lines. Programming errors stay ordinary Java exceptions.
 */
public final class WorkbenchException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    /** Why an operation failed; each category has one exit code on the command line. */
    public enum Category {
        /** Wrong options, names or arguments. */
        USAGE(2),
        /** A file or store is not what it should be. */
        DAMAGED(1),
        /** Something needed is absent: a folder, a model, an engram, a prerequisite. */
        MISSING(1),
        /** Memory, disk, a lock or permission is lacking. */
        RESOURCE(1),
        /** A check or measurement ended with a negative result. */
        FAILED(1),
        /** A fault of ours. */
        INTERNAL(1),
        /** The user stopped it. */
        INTERRUPTED(130);

        private final int exitCode;

        Category(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The process exit code: 1 failed or damaged, 2 usage, 130 interrupted. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Category category;
    private final @Nullable String remedy;

    /**
     * @param category why it failed
     * @param problem what and where, one line, no final full stop needed
     * @param remedy what the user can do, one line, or {@code null} where there is nothing to say
     * @param cause the underlying failure, shown only with {@code --trace}
     */
    public WorkbenchException(
            Category category, String problem, @Nullable String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.category = category;
        this.remedy = remedy;
    }

    /** A usage error: exit code 2. */
    public static WorkbenchException usage(String problem, String remedy) {
        return new WorkbenchException(Category.USAGE, problem, remedy, null);
    }

    /** A damaged file or store; name the file and, where known, the byte offset. */
    public static WorkbenchException damaged(String problem, String remedy) {
        return new WorkbenchException(Category.DAMAGED, problem, remedy, null);
    }

    /** Something that must exist does not. */
    public static WorkbenchException missing(String problem, String remedy) {
        return new WorkbenchException(Category.MISSING, problem, remedy, null);
    }

    /** Memory, disk space, a lock or a permission is lacking. */
    public static WorkbenchException resource(
            String problem, String remedy, @Nullable Throwable cause) {
        return new WorkbenchException(Category.RESOURCE, problem, remedy, cause);
    }

    /** The user interrupted the operation; what had been done is kept as {@code state} says. */
    public static WorkbenchException interrupted(String state) {
        return new WorkbenchException(Category.INTERRUPTED, state, null, null);
    }

    public Category category() {
        return category;
    }

    /** What to do about it, or {@code null}. */
    public @Nullable String remedy() {
        return remedy;
    }

    /** The one or two lines a user sees. */
    public String userMessage() {
        String problem = String.valueOf(getMessage());
        return remedy == null ? problem : problem + System.lineSeparator() + remedy;
    }
}
