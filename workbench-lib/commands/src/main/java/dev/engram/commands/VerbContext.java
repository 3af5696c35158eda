package dev.engram.commands;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where and for whom a verb runs.
 *
 * @param workingDirectory what relative paths are resolved against
 * @param home the folder of the workbench
 * @param progress receives the advance of long work
 * @param stream receives text as it is produced, such as the tokens of an answer; the result still
 *     carries the whole text
 * @param notices receives one-line remarks that are not part of the result
 * @param services long-lived state shared by the verbs of one process
 * @param body the payload of a cell magic or standard input, or {@code null} where there is none
 * @param scope what is in force while the verb runs
 */
public record VerbContext(
        Path workingDirectory,
        WorkbenchHome home,
        Progress progress,
        Consumer<String> stream,
        Consumer<String> notices,
        Services services,
        @Nullable String body,
        VerbScope scope) {

    /** A context in which nothing particular is in force. */
    public VerbContext(
            Path workingDirectory,
            WorkbenchHome home,
            Progress progress,
            Consumer<String> stream,
            Consumer<String> notices,
            Services services,
            @Nullable String body) {
        this(workingDirectory, home, progress, stream, notices, services, body, VerbScope.NONE);
    }

    /** A silent context for Java programs: current folder, no progress, no notices. */
    public static VerbContext silent(Services services) {
        return new VerbContext(
                Path.of("").toAbsolutePath(),
                WorkbenchHome.fromEnvironment(),
                Progress.none(),
                text -> {},
                notice -> {},
                services,
                null);
    }

    /** Resolves a path the user gave; {@code ~/} is the user's home. */
    public Path resolve(String path) {
        if (path.equals("~") || path.startsWith("~/")) {
            return Path.of(System.getProperty("user.home") + path.substring(1)).normalize();
        }
        return workingDirectory.resolve(path).normalize();
    }

    public VerbContext withBody(@Nullable String newBody) {
        return new VerbContext(
                workingDirectory, home, progress, stream, notices, services, newBody, scope);
    }

    public VerbContext withProgress(Progress newProgress) {
        return new VerbContext(
                workingDirectory, home, newProgress, stream, notices, services, body, scope);
    }

    public VerbContext withStream(Consumer<String> newStream) {
        return new VerbContext(
                workingDirectory, home, progress, newStream, notices, services, body, scope);
    }

    public VerbContext withNotices(Consumer<String> newNotices) {
        return new VerbContext(
                workingDirectory, home, progress, stream, newNotices, services, body, scope);
    }

    public VerbContext withScope(VerbScope newScope) {
        return new VerbContext(
                workingDirectory, home, progress, stream, notices, services, body, newScope);
    }
}
