package dev.engram.kernel.runtime.internal.session;

import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.eval.CellShell;
import dev.engram.kernel.runtime.magic.CellHost;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What magics ask of the session, on the thread that runs the cell. */
final class SessionHost implements CellHost {

    private final CellShell shell;

    SessionHost(CellShell shell) {
        this.shell = shell;
    }

    @Override
    public void addToClasspath(List<Path> entries) {
        shell.addToClassPath(entries);
    }

    @Override
    public Evaluation evaluate(String source) {
        @Nullable Object[] value = new @Nullable Object[1];
        CellShell.Times times = shell.measure(() -> value[0] = value(source));
        return new Evaluation(value[0], times.runNanos(), times.cpuNanos(), times.compileNanos());
    }

    @Nullable Object value(String source) {
        Execution execution = Execution.current();
        if (execution == null) {
            throw new IllegalStateException("only code of a cell can evaluate source");
        }
        return shell.evaluateNested(execution, source);
    }

    @Override
    public Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public void print(String line) {
        System.out.println(line);
    }
}
