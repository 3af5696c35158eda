package dev.engram.ensemble.sandbox.internal;

import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxProgram.JavaProgram;
import dev.engram.ensemble.sandbox.SandboxProgram.PythonProgram;
import dev.engram.ensemble.sandbox.SandboxResult;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A child JVM with an empty environment and limits. Nothing of the system holds it, so its classes
 * are checked before they are loaded: they may refer only to what {@link ClassGuard} allows, which
 * has no way to files, network, processes, environment or reflection.
 */
public final class ChildJvmJail implements Jail {

    @Override
    public String description() {
        return "child JVM, classes checked";
    }

    @Override
    public boolean runsPython() {
        return false;
    }

    @Override
    public SandboxResult runPython(PythonProgram program, SandboxLimits limits) {
        throw new UnsupportedOperationException("a child JVM runs Java only");
    }

    @Override
    public SandboxResult runJava(JavaProgram program, SandboxLimits limits) throws IOException {
        Path folder = Guests.folder();
        try {
            Path sources = Files.createDirectory(folder.resolve("sources"));
            Path classes = Files.createDirectory(folder.resolve("classes"));
            Path empty = Files.createDirectory(folder.resolve("empty"));
            Guests.write(sources, program.files());
            Supervised.Ended compiled = compile(program, limits, sources, classes, empty);
            if (compiled.ending() != Ending.PASSED) {
                Ending ending =
                        compiled.ending() == Ending.FAILED
                                ? Ending.NOT_COMPILED
                                : compiled.ending();
                return result(
                        ending, compiled, compiled.errors().replace(sources + "/", ""), compiled);
            }
            Optional<String> forbidden = ClassGuard.forbidden(classes);
            if (forbidden.isPresent()) {
                return new SandboxResult(
                        Ending.REFUSED,
                        -1,
                        "",
                        "not run: " + forbidden.get() + System.lineSeparator(),
                        compiled.millis(),
                        description());
            }
            long left = Math.max(100, limits.wallMillis() - compiled.millis());
            List<String> command = new ArrayList<>();
            command.add(Jdk.program("java"));
            command.addAll(Jdk.guestFlags(limits));
            command.addAll(List.of("-ea", "-cp", classes.toString(), program.mainClass()));
            command.addAll(program.arguments());
            Supervised.Ended ran =
                    new Supervised(command, empty, limits.withWallMillis(left)).run();
            return result(ran.ending(), ran, ran.errors(), compiled);
        } finally {
            Guests.delete(folder);
        }
    }

    private static Supervised.Ended compile(
            JavaProgram program, SandboxLimits limits, Path sources, Path classes, Path empty)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Jdk.program("javac"));
        command.addAll(Jdk.compilerFlags(limits));
        command.addAll(List.of("-cp", classes.toString(), "-d", classes.toString()));
        program.files().keySet().stream()
                .sorted()
                .map(f -> sources.resolve(f).toString())
                .forEach(command::add);
        return new Supervised(command, empty, limits).run();
    }

    private SandboxResult result(
            Ending ending, Supervised.Ended ended, String errors, Supervised.Ended compiled) {
        long millis = ended == compiled ? ended.millis() : ended.millis() + compiled.millis();
        return new SandboxResult(
                ending, ended.exitCode(), ended.output(), errors, millis, description());
    }
}
