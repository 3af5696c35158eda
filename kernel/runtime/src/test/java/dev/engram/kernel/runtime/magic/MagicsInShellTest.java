package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What the transformer writes, compiled and run by a real JShell. */
@ResourceLock("MagicCalls")
class MagicsInShellTest {

    private static final List<String> RAN = new ArrayList<>();
    private static JShell shell;

    /** {@code %hits} gives a list of strings, anything else an object. */
    private static final class Typed implements MagicCatalogue {
        @Override
        public Set<String> lineMagics() {
            return Set.of("hits", "other", "time");
        }

        @Override
        public Set<String> cellMagics() {
            return Set.of("hits");
        }

        @Override
        public String resultType(String name, List<String> arguments, boolean cell) {
            return name.equals("hits") ? "java.util.List<java.lang.String>" : "java.lang.Object";
        }
    }

    @BeforeAll
    static void start() throws Exception {
        shell = JShell.builder().executionEngine("local").build();
        // The one class the source calls; JShell would index a whole class path.
        shell.addToClasspath(
                Path.of(
                                MagicCalls.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                        .toString());
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    @BeforeEach
    void magics() {
        RAN.clear();
        MagicCalls.install(
                (name, arguments, body) -> {
                    RAN.add(name + arguments + (body == null ? "" : "|" + body));
                    return name.equals("hits") ? List.of("one", "three") : "other";
                },
                line -> RAN.add("times"));
    }

    /** Runs a cell; the value of its last snippet as JShell prints it. */
    private static String run(String cell) {
        TransformedCell transformed = MagicTransformer.transform(cell, new Typed());
        MagicCalls.register(transformed);
        String rest = transformed.source();
        String value = "";
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo next =
                    shell.sourceCodeAnalysis().analyzeCompletion(rest);
            assertThat(next.completeness().isComplete()).as(rest).isTrue();
            for (SnippetEvent event : shell.eval(next.source())) {
                assertThat(event.status())
                        .as("%s %s", event, shell.diagnostics(event.snippet()).toList())
                        .isEqualTo(Snippet.Status.VALID);
                assertThat(event.exception()).isNull();
                value = event.value();
            }
            rest = next.remaining();
        }
        return value;
    }

    private static String typeOf(String variable) {
        return shell.variables()
                .filter(one -> one.name().equals(variable))
                .map(VarSnippet::typeName)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aValueHasTheTypeOfItsVerb() {
        assertThat(run("var hits = %hits query -e x;\nhits.get(1).length()")).isEqualTo("5");
        assertThat(typeOf("hits")).endsWith("List<String>");
        assertThat(run("%hits query --out more\nmore.getFirst().toUpperCase()"))
                .isEqualTo("\"ONE\"");
        assertThat(run("%%hits -e x --out fromCell\na \"body\"\n")).isEqualTo("[one, three]");
        assertThat(typeOf("fromCell")).endsWith("List<String>");
        assertThat(RAN).last().isEqualTo("hits[-e, x]|a \"body\"\n");
        assertThat(run("Object o;\no = %other\no")).isEqualTo("\"other\"");
    }

    @Test
    void statementsBlocksMethodsAndLambdas() {
        run("for (int i = 0; i < 3; i++) {\n  %hits run\n}");
        assertThat(RAN).containsExactly("hits[run]", "hits[run]", "hits[run]");
        assertThat(
                        run(
                                """
                                int count() {
                                    %other x
                                    var found = %hits y;
                                    return found.size();
                                }
                                count() + count()
                                """))
                .isEqualTo("4");
        run("Runnable r = () -> %other z;\nr.run();");
        assertThat(RAN).last().isEqualTo("other[z]");
        run("boolean no() { return false; }\nif (no()) {\n} else %other no;");
        assertThat(RAN).last().isEqualTo("other[no]");
        assertThat(run("int a = 5\n%other q\na")).isEqualTo("5");
    }

    @Test
    void interpolatedValuesComeFromTheScope() {
        run(
                """
                record P(String name) {}
                for (var p : java.util.List.of(new P("a b"), new P("c"))) {
                    %hits query --interpolate {p.name()} {{p}} 'x {p.name()}'
                }
                """);
        assertThat(RAN).containsExactly("hits[query, a b, {p}, x a b]", "hits[query, c, {p}, x c]");
    }

    @Test
    void timedValuesKeepTheirTypes() {
        assertThat(run("var n = %time Integer.parseInt(\"%5\".substring(1));\nn + 1"))
                .isEqualTo("6");
        assertThat(typeOf("n")).isEqualTo("Integer");
        run("for (int i = 0; i < 2; i++) {\n  %time Thread.sleep(1);\n}");
        assertThat(RAN).containsExactly("times", "times", "times");
    }
}
