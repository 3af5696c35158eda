package dev.engram.ensemble.internal;

import com.sun.source.util.JavacTask;
import dev.engram.ensemble.internal.SyntaxCheck.Finding;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Parses Java with the JDK's own compiler: a whole file, else members of a class, else statements.
 */
final class JavaSyntax {

    private static final List<String[]> WRAPS =
            List.of(
                    new String[] {"", ""},
                    new String[] {"class A {", "\n}"},
                    new String[] {"class A { void a() throws Exception {", "\n} }"});

    private JavaSyntax() {}

    static Finding check(String code) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            return Finding.notChecked("this Java has no compiler: run on a JDK");
        }
        if (code.isBlank()) {
            return Finding.invalid("it is empty");
        }
        Finding best = Finding.VALID;
        int farthest = -1;
        for (String[] wrap : WRAPS) {
            DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
            parse(compiler, wrap[0] + code + wrap[1], problems);
            var error =
                    problems.getDiagnostics().stream()
                            .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                            .findFirst();
            if (error.isEmpty()) {
                return Finding.VALID;
            }
            int reached = (int) error.get().getLineNumber();
            if (reached > farthest) {
                farthest = reached;
                best =
                        Finding.invalid(
                                "line " + reached + ": " + error.get().getMessage(Locale.ROOT));
            }
        }
        return best;
    }

    private static void parse(
            JavaCompiler compiler, String code, DiagnosticCollector<JavaFileObject> problems) {
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return code;
                    }
                };
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null, null, problems, List.of("-proc:none"), null, List.of(file));
        try {
            task.parse();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
