package dev.engram.kernel.extension;

import dev.engram.base.WorkbenchException;
import dev.engram.commands.VerbRunner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

/** The failure of a magic as a notebook shows it: its one or two lines, without a trace. */
final class MagicFailure {

    /** {@code workbench engram} in messages and help, which a notebook calls {@code %engram}. */
    private static final Pattern COMMAND =
            Pattern.compile(
                    VerbRunner.roots().stream()
                            .map(root -> root.getAnnotation(Command.class).name())
                            .collect(Collectors.joining("|", "\\bworkbench (?=(?:", ")\\b)")));

    private MagicFailure() {}

    /**
     * The exception to throw: with an empty stack trace and no cause, so that any kernel shows the
     * message alone; with {@code trace} the whole story.
     */
    static WorkbenchException of(WorkbenchException failure, boolean trace) {
        WorkbenchException shown =
                new WorkbenchException(
                        failure.category(),
                        asMagic(failure.userMessage()),
                        null,
                        trace ? failure : null);
        shown.setStackTrace(trace ? failure.getStackTrace() : new StackTraceElement[0]);
        return shown;
    }

    /** Text that speaks of commands, speaking of magics. */
    static String asMagic(String text) {
        return COMMAND.matcher(text).replaceAll("%");
    }
}
