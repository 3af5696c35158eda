package dev.engram.commands.setup.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.ExternalCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** papermill's parameters as Java: what Python writes must be, in JShell, the value it was. */
public class JavaParametersTest {

    /** Where a snippet puts its value: it runs in this very JVM. */
    public static volatile Object received;

    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final String TRANSLATE =
            """
            import json, sys
            sys.path.insert(0, sys.argv[1])
            from papermill_java import JavaTranslator
            values = json.load(open(sys.argv[2], encoding="utf-8"))
            out = [JavaTranslator.codify({"value": v}, "Parameters") for v in values]
            json.dump(out, open(sys.argv[3], "w", encoding="utf-8"))
            """;

    @TempDir private Path folder;

    private List<String> translate(List<Object> values) throws Exception {
        PythonEnvironment python = new PythonEnvironment(WorkbenchHome.fromEnvironment());
        assumeThat(new PackagesStep("", "", "requirements.txt", python, "papermill").intact())
                .as("needs the Python environment: run ./workbench setup")
                .isTrue();
        Files.write(
                folder.resolve("papermill_java.py"), Resources.bytes("python/papermill_java.py"));
        Files.writeString(folder.resolve("translate.py"), TRANSLATE);
        Files.write(folder.resolve("in.json"), JSON.writeValueAsBytes(values));
        ExternalCommand.Result result =
                python.run(
                        List.of(
                                folder.resolve("translate.py").toString(),
                                folder.toString(),
                                folder.resolve("in.json").toString(),
                                folder.resolve("out.json").toString()),
                        line -> {},
                        () -> {});
        assertThat(result.exitCode()).as(String.join("\n", result.tail())).isZero();
        List<String> out = new ArrayList<>();
        JSON.readTree(folder.resolve("out.json").toFile()).forEach(n -> out.add(n.asText()));
        return out;
    }

    @Test
    void valuesComeBackFromJavaAsTheyWere() throws Exception {
        Map<String, Object> many = new java.util.TreeMap<>();
        for (int i = 0; i < 12; i++) {
            many.put("key" + i, i);
        }
        List<Object> values =
                List.of(
                        "plain",
                        "quote \" backslash \\ dollar $ percent % apostrophe '",
                        "C:\\users\\new \\u0041",
                        "line\nbreak\ttab\r\f\b bell\u0007 null\u00001",
                        "ünïcödé 漢字 \uD83D\uDE00",
                        "",
                        7,
                        -2147483648,
                        2147483648L,
                        Long.MIN_VALUE,
                        new java.math.BigInteger("123456789012345678901234567890"),
                        1.5,
                        1e300,
                        -0.25,
                        true,
                        false,
                        List.of(1, 2, 3),
                        List.of("a", List.of("b")),
                        List.of(),
                        Map.of("a", 1),
                        Map.of(),
                        many);
        List<String> sources = translate(values);
        try (JShell shell = shell()) {
            for (int i = 0; i < values.size(); i++) {
                assertThat(evaluate(shell, sources.get(i)))
                        .as(sources.get(i))
                        .isEqualTo(values.get(i));
            }
        }
    }

    @Test
    void nullIsAnObjectThatIsNull() throws Exception {
        List<Object> values = new ArrayList<>();
        values.add(null);
        values.add(java.util.Arrays.asList("a", null));
        List<String> sources = translate(values);
        try (JShell shell = shell()) {
            assertThat(evaluate(shell, sources.get(0))).isNull();
            assertThat(evaluate(shell, sources.get(1))).isEqualTo(values.get(1));
        }
    }

    private static JShell shell() {
        JShell shell = JShell.builder().executionEngine("local").build();
        for (String entry :
                System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            shell.addToClasspath(entry);
        }
        return shell;
    }

    /** Evaluates a cell that declares {@code value}. */
    private static Object evaluate(JShell shell, String cell) {
        for (String snippet :
                List.of(cell, JavaParametersTest.class.getName() + ".received = value;")) {
            for (SnippetEvent event : shell.eval(snippet)) {
                assertThat(event.exception()).isNull();
                assertThat(event.status()).as(snippet).isNotEqualTo(Snippet.Status.REJECTED);
            }
        }
        return received;
    }
}
