package dev.engram.base;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Asks the JDK's parser whether a text is Java; types are not looked at. Stateless. */
public final class JavaSyntax {

    private JavaSyntax() {}

    /**
     * Why a text does not parse.
     *
     * @param line where, from 1
     * @param message what the parser says
     */
    public record Problem(long line, String message) {}

    /** Whether there is a parser: a runtime without compiler has none. */
    public static boolean available() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    /**
     * The first error of a compilation unit; empty where it parses.
     *
     * @throws WorkbenchException MISSING where there is no parser
     */
    public static Optional<Problem> firstError(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw WorkbenchException.missing("this Java has no compiler", "run on a JDK");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        JavaFileObject file =
                new SimpleJavaFileObject(
                        URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                // what is nested too deep makes it print its stack otherwise
                                Writer.nullWriter(),
                                null,
                                found,
                                List.of("-proc:none"),
                                null,
                                List.of(file));
        try {
            task.parse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found.getDiagnostics().stream()
                .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
                .findFirst()
                .map(d -> new Problem(d.getLineNumber(), d.getMessage(Locale.ROOT)));
    }
}
