package dev.engram.commands;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses a command line into a verb and runs it; every failure is a {@link WorkbenchException}. */
public final class VerbRunner {

    private VerbRunner() {}

    /** The whole command tree, for help, completion and tests. */
    public static CommandLine commandLine() {
        return new CommandLine(new WorkbenchCommand())
                .setUsageHelpAutoWidth(true)
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /** The classes of the first-level commands; far cheaper than building the whole tree. */
    public static List<Class<?>> roots() {
        return List.of(
                WorkbenchCommand.class.getAnnotation(CommandLine.Command.class).subcommands());
    }

    /**
     * Runs one command line.
     *
     * @param arguments such as {@code [engram, query, -e, x.engram, parse dates]}
     * @throws WorkbenchException for every failure, with the line a user sees
     */
    public static Outcome run(List<String> arguments, VerbContext context) {
        CommandLine root = commandLine();
        ParseResult parsed;
        try {
            parsed = root.parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw usage(e);
        }
        ParseResult leaf = parsed;
        while (leaf.hasSubcommand()) {
            leaf = leaf.subcommand();
        }
        CommandLine command = leaf.commandSpec().commandLine();
        if (leaf.isUsageHelpRequested() || !(leaf.commandSpec().userObject() instanceof Verb<?>)) {
            return new Outcome.Help(command.getUsageMessage());
        }
        Verb<?> verb = (Verb<?>) leaf.commandSpec().userObject();
        VerbContext effective =
                verb.quiet()
                        ? context.withProgress(dev.engram.base.Progress.none()).withNotices(n -> {})
                        : context;
        for (CommandSpec mixin : leaf.commandSpec().mixins().values()) {
            if (mixin.userObject() instanceof VerbScope scope) {
                effective = effective.withScope(scope);
            }
        }
        return new Outcome.Value(verb, call(verb, effective));
    }

    /** Runs a verb object, turning every failure into a {@link WorkbenchException}. */
    public static <R> R call(Verb<R> verb, VerbContext context) {
        boolean succeeded = false;
        try {
            R result = runs(verb, context);
            succeeded = true;
            return result;
        } finally {
            if (context.progress() instanceof CallProgress shown) {
                shown.ended(succeeded);
            }
        }
    }

    private static <R> R runs(Verb<R> verb, VerbContext context) {
        try {
            return context.scope().run(verb, context);
        } catch (WorkbenchException e) {
            throw e;
        } catch (InterruptedException e) {
            throw new WorkbenchException(Category.INTERRUPTED, "interrupted", null, e);
        } catch (ParameterException e) {
            throw usage(e);
        } catch (NoSuchFileException e) {
            throw new WorkbenchException(
                    Category.MISSING, "no such file or folder: " + e.getFile(), null, e);
        } catch (AccessDeniedException e) {
            throw new WorkbenchException(
                    Category.RESOURCE,
                    "permission denied: " + e.getFile(),
                    "check the permissions of this path",
                    e);
        } catch (FileSystemException e) {
            throw new WorkbenchException(
                    Category.RESOURCE, e.getFile() + ": " + reason(e), null, e);
        } catch (java.io.IOException e) {
            throw new WorkbenchException(Category.RESOURCE, reason(e), null, e);
        } catch (OutOfMemoryError e) {
            throw new WorkbenchException(
                    Category.RESOURCE,
                    "not enough memory for this operation",
                    "give the JVM more heap or work on a smaller input",
                    e);
        } catch (Exception e) {
            throw new WorkbenchException(
                    Category.INTERNAL,
                    "internal error: " + e.getClass().getSimpleName() + ": " + reason(e),
                    "run it again with --trace and report what it prints",
                    e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof FileSystemException f) {
            if (f.getReason() != null) {
                return f.getReason();
            }
            return f instanceof FileAlreadyExistsException
                    ? "this exists already"
                    : f instanceof DirectoryNotEmptyException
                            ? "this folder is not empty"
                            : f instanceof NotDirectoryException
                                    ? "this is no folder"
                                    : f.getClass().getSimpleName();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static WorkbenchException usage(ParameterException e) {
        CommandLine at = e.getCommandLine();
        String name = at.getCommandSpec().qualifiedName();
        String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
        @Nullable String near = null;
        List<String> unmatched = unmatched(e);
        if (!unmatched.isEmpty()) {
            // what follows the sign is the value
            String word = unmatched.getFirst().replaceFirst("(?s)^(-[^=]*)=.*", "$1");
            boolean option = word.startsWith("-");
            problem =
                    (option
                            ? "unknown option '" + word + "'"
                            : at.getSubcommands().isEmpty()
                                    ? "unexpected argument '" + word + "'"
                                    : "unknown command '" + word + "'");
            near = NearMatch.of(word, option ? optionNames(at) : at.getSubcommands().keySet());
        }
        String where = " in '" + name + "'";
        String remedy =
                (near == null ? "" : "did you mean '" + near + "'? ") + "see: " + name + " --help";
        return new WorkbenchException(Category.USAGE, problem + where, remedy, e);
    }

    /**
     * The words that nothing takes. Where something is missing, a misspelt option is the likelier
     * mistake: the one that is missing.
     */
    private static List<String> unmatched(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched.getUnmatched();
        }
        @Nullable ParseResult parsed =
                e instanceof MissingParameterException ? e.getCommandLine().getParseResult() : null;
        return parsed == null
                ? List.of()
                : parsed.unmatched().stream().filter(w -> w.startsWith("--")).toList();
    }

    private static List<String> optionNames(CommandLine at) {
        return at.getCommandSpec().options().stream()
                .flatMap(o -> List.of(o.names()).stream())
                .toList();
    }
}
