package dev.engram.kernel.runtime.internal.eval;

import dev.engram.base.WorkbenchException;
import dev.engram.kernel.runtime.internal.cell.CellExit;
import dev.engram.kernel.runtime.internal.cell.CellStopped;
import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.magic.CellAssist;
import dev.engram.kernel.runtime.magic.MagicCalls;
import dev.engram.kernel.runtime.magic.MagicCatalogue;
import dev.engram.kernel.runtime.magic.MagicTransformer;
import dev.engram.kernel.runtime.magic.TransformedCell;
import dev.engram.vsa.VectorModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.VarSnippet;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;

/** The JShell instance of a kernel. Used by one thread at a time. */
public final class CellShell {

    /** The variable that carries values of expressions, each used once. */
    private static final String CARRIER = "$cell$";

    /** Cells between two clearings of the compiler's caches: rare enough to cost nothing. */
    private static final int CLEAR_EVERY = 16;

    private static final String BODY = CellBody.class.getName();

    private final CellLoader loader;
    private final CellRunner runner;
    private final CellControl control;
    private final CellIds ids = new CellIds();
    private final JShell shell;
    private final SourceCodeAnalysis analysis;
    private final Pieces pieces;
    private @Nullable MagicCatalogue magics;
    private @Nullable CellAssist magicAssist;
    private final CompilerCaches compilerCaches;
    private int carriers;
    private int cells;

    /**
     * Starts a shell.
     *
     * @param parent the loader whose classes cells see
     * @param compilerOptions options for the compiler of cells
     */
    public CellShell(ClassLoader parent, List<String> compilerOptions) {
        loader = new CellLoader(parent);
        runner = new CellRunner(loader);
        control = new CellControl(loader, runner);
        shell =
                JShell.builder()
                        .executionEngine(new Provider(control), Map.of())
                        .compilerOptions(compilerOptions.toArray(String[]::new))
                        .idGenerator((snippet, index) -> ids.next())
                        .build();
        analysis = shell.sourceCodeAnalysis();
        pieces = new Pieces(analysis);
        compilerCaches = new CompilerCaches(shell);
    }

    /** The loader of cell classes; also the context loader of their threads. */
    public CellLoader loader() {
        return loader;
    }

    CellRunner runner() {
        return runner;
    }

    public JShell shell() {
        return shell;
    }

    public SourceCodeAnalysis analysis() {
        return analysis;
    }

    /** Where the last, perhaps unfinished piece of code starts. */
    public int lastPieceStart(String code) {
        return pieces.lastStart(code);
    }

    /**
     * Makes imports known. JShell takes them all as one snippet, which saves an analysis for each;
     * where it should not, they are given one by one.
     *
     * @param imports one on a line
     */
    public void importAll(List<String> imports) {
        ids.at(0, 0);
        control.prepare(null, "");
        List<SnippetEvent> events = shell.eval(String.join(" ", imports));
        if (events.size() != 1 || events.getFirst().status() != Status.VALID) {
            imports.forEach(this::prepare);
        }
    }

    /** Evaluates code of the kernel's own, such as imports; failures are silent. */
    public void prepare(String code) {
        for (Piece piece : pieces.split(code)) {
            control.prepare(null, "");
            List<SnippetEvent> ignored = shell.eval(piece.source());
        }
    }

    /** Lets cells use magics. */
    public void useMagics(MagicCatalogue newMagics) {
        magics = newMagics;
        magicAssist = new CellAssist(newMagics, Path.of("").toAbsolutePath());
    }

    /** Completion and help for magics; empty where cells have none. */
    public Optional<CellAssist> magicAssist() {
        return Optional.ofNullable(magicAssist);
    }

    /** The cell with its magics as Java; the cell itself if they are wrong. */
    public String asJava(String source) {
        MagicCatalogue known = magics;
        try {
            return known == null || !MagicTransformer.mayHaveMagic(source)
                    ? source
                    : MagicTransformer.transform(source, known).source();
        } catch (WorkbenchException e) {
            return source;
        }
    }

    /** Evaluates a cell. */
    CellOutcome evaluate(Execution execution, String source) {
        MagicCatalogue known = magics;
        if (known == null || !MagicTransformer.mayHaveMagic(source)) {
            return evaluateJava(execution, source, source);
        }
        TransformedCell cell;
        try {
            cell = MagicTransformer.transform(source, known);
        } catch (WorkbenchException e) {
            return new CellOutcome.Threw(e, List.of());
        }
        MagicCalls.register(cell);
        CellOutcome outcome = evaluateJava(execution, cell.source(), source);
        if (outcome instanceof CellOutcome.NotCompiled) {
            MagicCalls.forget(cell);
        }
        return outcome;
    }

    private CellOutcome evaluateJava(Execution execution, String source, String written) {
        if (source.contains(VectorModule.NAME)) {
            boolean ignored = VectorModule.load();
        }
        List<Piece> pieces = this.pieces.split(source);
        Remarks remarks = new Remarks(shell);
        CellOutcome outcome = new CellOutcome.Done(null);
        if (!pieces.isEmpty() && !pieces.getLast().complete()) {
            Piece broken = pieces.getLast();
            List<Snippet> scratch = analysis.sourceToSnippets(broken.source());
            if (scratch.isEmpty() || scratch.stream().anyMatch(s -> s.kind() == Kind.ERRONEOUS)) {
                return evaluate(execution, broken, remarks).inTermsOf(written);
            }
        }
        for (Piece piece : pieces) {
            if (execution.stopping()) {
                return new CellOutcome.Stopped("");
            }
            outcome = evaluate(execution, piece, remarks);
            if (!(outcome instanceof CellOutcome.Done)) {
                break;
            }
        }
        remarks.print(execution, runner);
        if (++cells % CLEAR_EVERY == 0) {
            boolean ignored = compilerCaches.clear();
        }
        return outcome.inTermsOf(written);
    }

    /**
     * Evaluates source from within a cell, on the thread that runs the cell.
     *
     * @throws WorkbenchException if it does not compile; otherwise what the source threw
     */
    public @Nullable Object evaluateNested(Execution execution, String source) {
        if (!runner.isCellThread()) {
            throw new IllegalStateException("only the thread of a cell can evaluate source");
        }
        return switch (evaluate(execution, source)) {
            case CellOutcome.Done(Object value) -> value;
            case CellOutcome.NotCompiled(String summary, List<String> lines) ->
                    throw new WorkbenchException(
                            WorkbenchException.Category.USAGE,
                            String.join(System.lineSeparator(), lines),
                            null,
                            null);
            case CellOutcome.Threw(RuntimeException e, List<String> trace) -> throw e;
            case CellOutcome.Threw(Throwable e, List<String> trace) ->
                    throw new IllegalStateException(e);
            case CellOutcome.Exited(int status) -> throw new CellExit(status);
            case CellOutcome.Stopped(String note) ->
                    throw WorkbenchException.interrupted("interrupted");
        };
    }

    /** What {@link #evaluateNested} took: the code itself, its processor time, the rest. */
    public record Times(long runNanos, long cpuNanos, long compileNanos) {}

    /** Measures an evaluation within a cell. */
    public Times measure(Runnable evaluation) {
        CpuClock.run(true);
        long start = System.nanoTime();
        long ran = control.runNanos();
        long cpu = control.runCpuNanos();
        try {
            evaluation.run();
        } finally {
            CpuClock.run(false);
        }
        long runNanos = control.runNanos() - ran;
        return new Times(
                runNanos,
                control.runCpuNanos() - cpu,
                Math.max(0, System.nanoTime() - start - runNanos));
    }

    /** Adds jars and class folders to what cells compile and run against. */
    public void addToClassPath(List<Path> entries) {
        boolean ignored = VectorModule.load(); // libraries may use it where no cell names it
        for (Path entry : entries) {
            shell.addToClasspath(entry.toAbsolutePath().toString());
        }
    }

    /** Runs a step on a value, such as rendering it, as code of the cell. */
    CellOutcome convert(Execution execution, CellRunner.Body body) {
        try {
            return new CellOutcome.Done(runner.run(execution, body));
        } catch (CellStopped | LeftBehind e) {
            return new CellOutcome.Stopped("");
        } catch (CellExit e) {
            return new CellOutcome.Exited(e.status());
        } catch (Throwable e) {
            return new CellOutcome.Threw(e, List.of());
        }
    }

    private CellOutcome evaluate(Execution execution, Piece piece, Remarks remarks) {
        ids.at(execution.number(), piece.line());
        String mask = CodeMask.of(piece.source());
        SnippetShape shape = SnippetShape.of(mask);
        if (shape != SnippetShape.ANY) {
            CellOutcome quick = carried(execution, piece, mask, shape);
            if (quick != null) {
                return quick;
            }
        }
        control.prepare(execution, "");
        List<SnippetEvent> events = shell.eval(piece.source());
        remarks.note(events);
        return outcome(execution, piece, events);
    }

    /** Evaluates a piece as the carrier's value; {@code null} if that does not compile. */
    private @Nullable CellOutcome carried(
            Execution execution, Piece piece, String mask, SnippetShape shape) {
        String carrier = CARRIER + ++carriers;
        control.prepare(execution, carrier);
        List<SnippetEvent> events =
                shell.eval("Object " + carrier + " = " + carried(piece.source(), mask, shape));
        SnippetEvent event = events.isEmpty() ? null : events.getFirst();
        if (event == null || event.status() != Status.VALID) {
            drop(event);
            return null;
        }
        try {
            JShellException exception = event.exception();
            if (control.thrown() != null || exception != null) {
                return failed(execution, exception);
            }
            Object value = control.takeValue();
            return execution.stopping() && value == null
                    ? new CellOutcome.Stopped("")
                    : new CellOutcome.Done(value);
        } finally {
            drop(event);
            if (event.snippet() instanceof VarSnippet dropped && control.carrierClass() != null) {
                compilerCaches.forget(dropped, control.carrierClass(), runsOnce(mask));
            }
        }
    }

    /** Whether nothing of a piece can outlive it: it has no lambda and no body of a class. */
    private static boolean runsOnce(String mask) {
        return !mask.contains("->") && !mask.contains("::") && !mask.contains("{");
    }

    private void drop(@Nullable SnippetEvent event) {
        if (event != null && shell.status(event.snippet()).isActive()) {
            List<SnippetEvent> ignored = shell.drop(event.snippet());
        }
    }

    private static String carried(String source, String mask, SnippetShape shape) {
        int end = mask.stripTrailing().length();
        if (end > 0 && mask.charAt(end - 1) == ';' && shape != SnippetShape.STATEMENT) {
            end--;
        }
        String code = source.substring(0, end);
        return switch (shape) {
            case VALUE, ANY -> code + "\n;";
            case CALL -> BODY + ".call(() -> " + code + "\n);";
            case STATEMENT -> BODY + ".run(() -> {" + code + "\n});";
        };
    }

    private CellOutcome outcome(Execution execution, Piece piece, List<SnippetEvent> events) {
        CellOutcome outcome = new CellOutcome.Done(null);
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            if (event.status() == Status.REJECTED) {
                return Diagnostics.of(
                        execution.number(), piece, shell.diagnostics(event.snippet()).toList());
            }
            if (event.status() == Status.RECOVERABLE_NOT_DEFINED
                    && event.snippet() instanceof DeclarationSnippet unresolved
                    && event.snippet().kind() == Kind.VAR) {
                return unresolved(execution, piece, unresolved);
            }
            JShellException exception = event.exception();
            if (exception != null) {
                return failed(execution, exception);
            }
            SubKind kind = event.snippet().subKind();
            if (kind == SubKind.VAR_VALUE_SUBKIND
                    || kind == SubKind.OTHER_EXPRESSION_SUBKIND
                    || kind == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                outcome = new CellOutcome.Done(control.takeValue());
            }
        }
        return execution.stopping() ? new CellOutcome.Stopped("") : outcome;
    }

    private CellOutcome unresolved(Execution execution, Piece piece, DeclarationSnippet snippet) {
        List<String> missing = shell.unresolvedDependencies(snippet).toList();
        String summary = "cannot find " + String.join(", ", missing);
        List<SnippetEvent> ignored = shell.drop(snippet);
        return new CellOutcome.NotCompiled(
                summary,
                List.of(
                        CellIds.place(execution.number() + "." + piece.line() + ".0", 1)
                                + ": error: "
                                + summary,
                        piece.source().strip()));
    }

    private CellOutcome failed(Execution execution, @Nullable JShellException exception) {
        Throwable thrown = control.thrown();
        boolean told =
                thrown instanceof WorkbenchException e
                        && e.category() == WorkbenchException.Category.INTERRUPTED;
        if (thrown instanceof CellStopped
                || thrown instanceof LeftBehind
                || execution.stopping() && !told) {
            return new CellOutcome.Stopped("");
        }
        if (thrown instanceof CellExit exit) {
            return new CellOutcome.Exited(exit.status());
        }
        if (exception instanceof UnresolvedReferenceException unresolved) {
            DeclarationSnippet snippet = unresolved.getSnippet();
            String missing = String.join(", ", shell.unresolvedDependencies(snippet).toList());
            String summary =
                    "'"
                            + Remarks.name(snippet)
                            + "' cannot be used until "
                            + missing
                            + " is declared";
            return new CellOutcome.NotCompiled(summary, List.of("error: " + summary));
        }
        List<String> trace =
                exception instanceof EvalException e ? CellTrace.lines(e) : new ArrayList<>();
        return new CellOutcome.Threw(
                thrown == null ? new IllegalStateException("evaluation failed") : thrown, trace);
    }

    private record Provider(DirectExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "cells";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
