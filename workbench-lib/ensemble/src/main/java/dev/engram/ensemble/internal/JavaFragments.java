package dev.engram.ensemble.internal;

import dev.engram.base.JavaSyntax;
import dev.engram.ensemble.internal.SyntaxCheck.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Parses Java with the JDK's own compiler: a whole file, else members of a class, else statements.
 */
final class JavaFragments {

    private static final List<String[]> WRAPS =
            List.of(
                    new String[] {"", ""},
                    new String[] {"class A {", "\n}"},
                    new String[] {"class A { void a() throws Exception {", "\n} }"});

    private JavaFragments() {}

    static Finding check(String code) {
        if (!JavaSyntax.available()) {
            return Finding.notChecked("this Java has no compiler: run on a JDK");
        }
        if (code.isBlank()) {
            return Finding.invalid("it is empty");
        }
        Finding best = Finding.VALID;
        long farthest = Long.MIN_VALUE;
        for (String[] wrap : WRAPS) {
            Optional<JavaSyntax.Problem> error = JavaSyntax.firstError(wrap[0] + code + wrap[1]);
            if (error.isEmpty()) {
                return Finding.VALID;
            }
            long reached = error.get().line();
            if (reached > farthest) {
                farthest = reached;
                best = Finding.invalid("line " + reached + ": " + error.get().message());
            }
        }
        return best;
    }
}
