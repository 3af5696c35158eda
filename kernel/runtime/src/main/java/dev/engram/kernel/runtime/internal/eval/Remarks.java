package dev.engram.kernel.runtime.internal.eval;

import dev.engram.kernel.runtime.internal.cell.Execution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Kind;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/** What a user should know about declarations of a cell: values lost, names still missing. */
final class Remarks {

    private final JShell shell;
    private final Set<DeclarationSnippet> declared = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();

    Remarks(JShell shell) {
        this.shell = shell;
    }

    void note(List<SnippetEvent> events) {
        for (SnippetEvent event : events) {
            Snippet snippet = event.snippet();
            if (event.causeSnippet() != null
                    && snippet.kind() == Kind.VAR
                    && event.previousStatus() == Status.VALID) {
                lost.add(
                        "note: variable '"
                                + name(snippet)
                                + "' lost its value, since '"
                                + name(event.causeSnippet())
                                + "' was redefined");
            }
            if (snippet instanceof DeclarationSnippet declaration
                    && event.status() != Status.REJECTED) {
                declared.add(declaration);
            }
        }
    }

    /** Prints to the cell's error stream, if there is anything to say when the cell has ended. */
    void print(Execution execution, CellRunner runner) {
        List<String> lines = new ArrayList<>(lost);
        for (DeclarationSnippet declaration : declared) {
            Status status = shell.status(declaration);
            if (status == Status.RECOVERABLE_DEFINED || status == Status.RECOVERABLE_NOT_DEFINED) {
                List<String> missing = shell.unresolvedDependencies(declaration).toList();
                if (!missing.isEmpty()) {
                    lines.add(
                            "note: '"
                                    + name(declaration)
                                    + "' cannot be used until "
                                    + String.join(", ", missing)
                                    + " is declared");
                }
            }
        }
        if (!lines.isEmpty()) {
            runner.print(execution, String.join("\n", lines) + "\n");
        }
    }

    static String name(Snippet snippet) {
        return switch (snippet) {
            case MethodSnippet method -> method.name() + "(" + method.parameterTypes() + ")";
            case PersistentSnippet named -> named.name();
            default -> snippet.source().strip();
        };
    }
}
