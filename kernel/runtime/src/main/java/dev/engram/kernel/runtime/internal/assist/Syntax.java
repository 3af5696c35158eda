package dev.engram.kernel.runtime.internal.assist;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Whether a piece of Java parses, whatever its names mean. */
final class Syntax {

    private static final String NOT_A_STATEMENT = "compiler.err.not.stmt";

    private Syntax() {}

    static boolean isValid(String piece) {
        String code = piece.strip();
        String ended = code.endsWith(";") || code.endsWith("}") ? code : code + ";";
        return parses(ended)
                || parses("class C { " + ended + "\n}")
                || parses("class C { void m() { " + ended + "\n} }");
    }

    private static boolean parses(String unit) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                null,
                                null,
                                problems,
                                List.of("-proc:none"),
                                null,
                                List.of(new Source(unit)));
        task.setLocale(Locale.ROOT);
        try {
            var ignored = task.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .allMatch(d -> d.getCode().equals(NOT_A_STATEMENT));
    }

    private static final class Source extends SimpleJavaFileObject {

        private final String code;

        Source(String code) {
            super(URI.create("string:///C.java"), Kind.SOURCE);
            this.code = code;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
        }
    }
}
