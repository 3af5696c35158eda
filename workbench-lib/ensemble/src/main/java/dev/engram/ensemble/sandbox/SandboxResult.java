package dev.engram.ensemble.sandbox;

/**
 * How a program in the sandbox ended.
 *
 * @param ending why it ended
 * @param exitCode its exit code; above 128 where a signal ended it; -1 where it never ran
 * @param output what it printed, at most the limit
 * @param errors what it printed as errors, or the compiler's messages; at most the limit
 * @param millis from its start to its end
 * @param isolation what held it, in a few words
 */
public record SandboxResult(
        Ending ending, int exitCode, String output, String errors, long millis, String isolation) {

    /** Why a program ended. */
    public enum Ending {
        /** It exited with 0. */
        PASSED,
        /** It exited with something else; out of heap counts here, too. */
        FAILED,
        /** The compiler refused it. */
        NOT_COMPILED,
        /** It used up its time. */
        TIMED_OUT,
        /** Its processes together used more memory than allowed. */
        TOO_MUCH_MEMORY,
        /** It started more processes and threads than allowed. */
        TOO_MANY_PROCESSES,
        /** It printed more than allowed. */
        TOO_MUCH_OUTPUT,
        /** It was not run: it uses what this isolation cannot contain. */
        REFUSED
    }

    /** Whether it ran to its end and exited with 0. */
    public boolean passed() {
        return ending == Ending.PASSED;
    }

    @Override
    public String toString() {
        return "%s (exit %d, %d ms, %s)%n%s%s"
                .formatted(
                        ending.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '),
                        exitCode,
                        millis,
                        isolation,
                        output,
                        errors);
    }
}
