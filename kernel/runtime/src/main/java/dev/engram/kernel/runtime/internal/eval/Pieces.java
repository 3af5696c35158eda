package dev.engram.kernel.runtime.internal.eval;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Cuts cells into their statements, expressions and declarations. */
final class Pieces {

    private final SourceCodeAnalysis analysis;

    Pieces(SourceCodeAnalysis analysis) {
        this.analysis = analysis;
    }

    /** The pieces of a cell; only the last can be incomplete, and then it is the whole rest. */
    List<Piece> split(String source) {
        List<Piece> pieces = new ArrayList<>();
        String rest = source;
        int line = 0;
        while (!rest.isBlank()) {
            String trimmed = rest.stripLeading();
            line += lines(rest.substring(0, rest.length() - trimmed.length()));
            rest = trimmed;
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY -> {
                    return pieces;
                }
                case COMPLETE -> pieces.add(new Piece(info.source(), line, true));
                case COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE -> {
                    pieces.add(new Piece(info.source(), line, true));
                    return pieces;
                }
                case DEFINITELY_INCOMPLETE, UNKNOWN -> {
                    pieces.add(new Piece(rest, line, false));
                    return pieces;
                }
            }
            String next = info.remaining();
            line += lines(rest.substring(0, rest.length() - next.length()));
            rest = next;
        }
        return pieces;
    }

    /** Where the last, perhaps unfinished piece of code starts. */
    int lastStart(String code) {
        int start = 0;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(code.substring(start));
            if (info.completeness() != Completeness.COMPLETE || info.remaining().isBlank()) {
                return start;
            }
            start = code.length() - info.remaining().length();
        }
    }

    private static int lines(String text) {
        return (int) text.chars().filter(c -> c == '\n').count();
    }
}
