package dev.engram.ensemble.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassGuardTest {

    @TempDir private Path folder;

    private Optional<String> guard(String members) throws IOException {
        Path source = folder.resolve("Main.java");
        Files.writeString(source, "import java.util.*;\npublic class Main {" + members + "}");
        Path classes = Files.createDirectory(folder.resolve("classes"));
        int exit =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString());
        assertThat(exit).isZero();
        return ClassGuard.forbidden(classes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    new java.io.File("x").length();                        | java.io.File
                    new java.io.PrintStream("/tmp/x").close();             | java.io.PrintStream on a file
                    new Formatter("/tmp/x").close();                       | java.util.Formatter on a file
                    System.getenv("PATH");                                 | java.lang.System.getenv
                    Optional.of("PATH").map(System::getenv);               | java.lang.System.getenv
                    Runtime.getRuntime().exec(new String[] {"true"});      | java.lang.Runtime.exec
                    new ProcessBuilder("true").start();                    | java.lang.ProcessBuilder
                    ProcessHandle.current().pid();                         | java.lang.ProcessHandle
                    Class.forName("java.io.File");                         | java.lang.Class.forName
                    Thread.currentThread().getContextClassLoader();        | java.lang.ClassLoader
                    String.class.getDeclaredMethods();                     | java.lang.Class.getDeclaredMethods
                    java.lang.invoke.MethodHandles.lookup();               | java.lang.invoke.MethodHandles.lookup
                    Object o = java.lang.foreign.Arena.global();           | java.lang.foreign.Arena
                    ServiceLoader.load(Runnable.class);                    | java.util.ServiceLoader
                    new Scanner(java.nio.file.Path.of("x"));               | java.nio.file.Path
                    System.load("/tmp/x.so");                              | java.lang.System.load
                    System.setProperty("x", "y");                          | java.lang.System.setProperty
                    Object o = java.net.URI.create("file:x").toURL();      | java.net.URI
                    Object[] o = new java.io.File[1];                      | java.io.File
                    Object o = new Object[0][0] instanceof java.nio.file.Path[][]; | java.nio.file.Path
                    java.util.logging.Logger.getGlobal();                  | java.util.logging.Logger
                    new java.util.zip.ZipFile("x").close();                | java.util.zip.ZipFile
                    """)
    void namesWhatIsForbidden(String statement, String name) throws IOException {
        assertThat(
                        guard(
                                "public static void main(String[] a) throws Exception {"
                                        + statement
                                        + "}"))
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("Main uses " + name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "record P(int x) {} static Object o = new P(1).hashCode() + new P(2).toString();",
                "enum E { A { int v() { return 1; } }; int v() { return 2; } }",
                "static int f(Object o) { return switch (o) { case Integer i when i > 3 -> i;"
                        + " case String s -> s.length(); default -> 0; }; }",
                "static Object o = Map.of(\"a\", 1).entrySet().stream().map(e -> e.getKey()"
                        + " + e.getValue()).sorted(Comparator.reverseOrder()).toList();",
                "static void f() { String s = String.format(\"%d\", 3); System.out.printf(s);"
                        + " Scanner in = new Scanner(System.in); in.close(); }",
                "static Object f() throws Exception { try (var p ="
                        + " java.util.concurrent.Executors.newFixedThreadPool(2)) {"
                        + " return p.submit(() -> 1).get(); } }",
                "static Object o = new java.math.BigInteger(\"5\").pow(7).toString()"
                        + " + java.time.LocalDate.of(2026, 1, 1) + new Random(1).nextInt(4);",
                "static boolean f(int[] a) { assert a.length > 0; return Arrays.equals(a, a.clone()); }",
                "static Object f() throws Exception { var w = new java.io.StringWriter();"
                        + " new RuntimeException().printStackTrace(new java.io.PrintWriter(w));"
                        + " return w.toString(); }",
            })
    void letsOrdinaryCodePass(String members) throws IOException {
        assertThat(guard(members)).isEmpty();
    }

    @Test
    void nativeMethodsAreForbidden() throws IOException {
        assertThat(guard("static native void f();")).contains("Main has a native method");
    }
}
