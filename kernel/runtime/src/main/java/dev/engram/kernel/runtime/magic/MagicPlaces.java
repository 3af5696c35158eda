package dev.engram.kernel.runtime.magic;

import java.util.Set;

/** Where in Java a magic may stand, and where its text ends. */
final class MagicPlaces {

    private static final Set<String> STATEMENT_STARTS =
            Set.of("", ";", "{", "}", "->", "else", "do");
    private static final Set<String> VALUE_STARTS = Set.of("=", "return");

    private MagicPlaces() {}

    /** Whether a statement begins at the position of the scan. */
    static boolean startsStatement(JavaScan scan) {
        return STATEMENT_STARTS.contains(scan.previous()) && !scan.insideParentheses();
    }

    /** Whether a value that fills the rest of its statement begins at the position of the scan. */
    static boolean startsValue(JavaScan scan) {
        return VALUE_STARTS.contains(scan.previous()) && !scan.insideParentheses();
    }

    /** End of the name that begins at {@code from}; {@code from} itself where none does. */
    static int nameEnd(String cell, int from) {
        int end = from;
        while (end < cell.length() && Character.isJavaIdentifierPart(cell.charAt(end))) {
            end++;
        }
        return end > from && Character.isJavaIdentifierStart(cell.charAt(from)) ? end : from;
    }

    /** End of the line, where a backslash after a blank at the end goes on to the next one. */
    static int logicalLineEnd(String cell, int from) {
        int end = JavaScan.lineEnd(cell, from);
        while (end < cell.length()
                && cell.substring(from, end).stripTrailing().matches("(?s).*\\s\\\\")) {
            end = JavaScan.lineEnd(cell, end + 1);
        }
        return end;
    }

    /** End of the Java source that begins here: of the line, or of what its brackets span. */
    static int sourceEnd(String cell, int from) {
        JavaScan scan = new JavaScan(cell, from);
        int end = from;
        while (scan.toCode()) {
            boolean onNextLine = cell.substring(end, scan.position()).indexOf('\n') >= 0;
            char next = cell.charAt(scan.position());
            boolean closesOuter = next == ')' || next == ']' || next == '}';
            if (scan.depth() == 0 && (onNextLine || closesOuter)) {
                break;
            }
            boolean statementEnds = scan.depth() == 0 && next == ';';
            scan.step();
            end = scan.position();
            if (statementEnds) {
                break;
            }
        }
        return end;
    }

    /** Whether {@code %name} is followed by something that no Java expression goes on with. */
    static boolean cannotContinueJava(String cell, int nameEnd) {
        String rest = cell.substring(nameEnd, JavaScan.lineEnd(cell, nameEnd));
        String next = rest.strip();
        if (next.length() == rest.length() || next.isEmpty() || next.startsWith("instanceof")) {
            return false;
        }
        return Character.isJavaIdentifierStart(next.charAt(0))
                || next.startsWith("\"")
                || next.startsWith("'")
                || next.startsWith("--") && next.length() > 2
                || next.startsWith("/")
                        && next.length() > 1
                        && Character.isJavaIdentifierStart(next.charAt(1));
    }
}
