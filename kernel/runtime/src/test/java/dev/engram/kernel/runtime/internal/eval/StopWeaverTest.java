package dev.engram.kernel.runtime.internal.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.kernel.runtime.internal.cell.CellExit;
import dev.engram.kernel.runtime.internal.cell.CellStopped;
import dev.engram.kernel.runtime.internal.cell.Execution;
import dev.engram.kernel.runtime.internal.cell.StopCheck;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Compiles classes, weaves them, verifies that the JVM takes them and that they can be stopped. */
class StopWeaverTest {

    private static final String CODE =
            """
            public class Code {
                static int sum(int n) {
                    int s = 0;
                    for (int i = 0; i < n; i++) {
                        if (i % 3 == 0) continue;
                        s += switch (i % 5) { case 0 -> 1; case 1 -> 2; default -> 3; };
                    }
                    return s;
                }
                static String mixed(Object o, int depth) {
                    try {
                        do {
                            Object either = depth > 2 ? new StringBuilder("b") : new int[] {1};
                            if (o instanceof String text && !text.isEmpty()) return text + either.getClass().getSimpleName();
                            depth++;
                        } while (depth < 5);
                        throw new IllegalStateException("end");
                    } catch (IllegalStateException e) {
                        return e.getMessage();
                    } finally {
                        depth = 0;
                    }
                }
                static int recursive(int n) { return n == 0 ? 0 : 1 + recursive(n - 1); }
                static void endless() { while (true) { } }
                static void endlessFor() { for (long i = 0; ; i++) { if (i < 0) i = 0; } }
                static int exits() { System.exit(7); return 1; }
                static int halts() { Runtime.getRuntime().halt(8); return 1; }
                final int field;
                Code(int field) { while (field < 0) field++; this.field = field; }
                static int made(int n) { return new Code(n).field; }
            }
            """;

    private final Class<?> code = define(Map.of("Code", StopWeaver.weave(compile().get("Code"))));

    @Test
    void wovenCodeComputesTheSame() throws Exception {
        assertThat(call("sum", 1000)).isEqualTo(expectedSum(1000));
        assertThat(call("recursive", 50)).isEqualTo(50);
        assertThat(call("made", -3)).isEqualTo(0);
        assertThat(code.getDeclaredMethod("mixed", Object.class, int.class)).isNotNull();
        var mixed = code.getDeclaredMethod("mixed", Object.class, int.class);
        mixed.setAccessible(true);
        assertThat(mixed.invoke(null, "x", 0)).isEqualTo("xint[]");
        assertThat(mixed.invoke(null, "x", 3)).isEqualTo("xStringBuilder");
        assertThat(mixed.invoke(null, 1, 0)).isEqualTo("end");
    }

    @Test
    void everyBackwardJumpAndEveryEntryIsChecked() {
        byte[] woven = StopWeaver.weave(compile().get("Code"));
        Map<String, Long> checks = new HashMap<>();
        ClassFile.of()
                .parse(woven)
                .methods()
                .forEach(
                        m ->
                                checks.put(
                                        m.methodName().stringValue(),
                                        m.code()
                                                .orElseThrow()
                                                .elementStream()
                                                .filter(e -> isCheck(e))
                                                .count()));
        assertThat(checks.get("recursive")).isEqualTo(1);
        assertThat(checks.get("sum")).isGreaterThanOrEqualTo(2);
        assertThat(checks.get("endless")).isEqualTo(2);
        assertThat(checks.get("<init>")).isEqualTo(1);
    }

    private static boolean isCheck(Object element) {
        return element instanceof InvokeInstruction call
                && call.owner().asInternalName().endsWith("/StopCheck")
                && call.name().equalsString("check");
    }

    @Test
    void loopsStopWhenTheirExecutionIsStopped() throws Exception {
        for (String name : List.of("endless", "endlessFor")) {
            Execution execution = new Execution(1, new byte[0], List.of(), false, false);
            Execution other = new Execution(2, new byte[0], List.of(), false, false);
            CompletableFuture<Throwable> end = run(execution, name);
            CompletableFuture<Throwable> untouched = run(other, name);
            Thread.sleep(200);
            assertThat(StopCheck.stop(execution)).isTrue();
            assertThat(end.get(20, TimeUnit.SECONDS)).isInstanceOf(CellStopped.class);
            assertThat(untouched).isNotDone();
            StopCheck.stop(other);
            assertThat(untouched.get(20, TimeUnit.SECONDS)).isInstanceOf(CellStopped.class);
            StopCheck.release(execution);
            StopCheck.release(other);
        }
        assertThat(call("sum", 10)).isEqualTo(expectedSum(10));
    }

    @Test
    void anExecutionThatHasEndedIsNotStopped() {
        Execution execution = new Execution(1, new byte[0], List.of(), false, false);
        execution.leave();
        assertThat(StopCheck.stop(execution)).isFalse();
        assertThat(execution.stopping()).isFalse();
    }

    @Test
    void exitsBecomeExceptions() {
        for (String name : List.of("exits", "halts")) {
            assertThatThrownBy(() -> call(name))
                    .cause()
                    .isInstanceOfSatisfying(
                            CellExit.class,
                            e -> assertThat(e.status()).isEqualTo(name.equals("exits") ? 7 : 8));
        }
    }

    private CompletableFuture<Throwable> run(Execution execution, String method) {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            execution.enter();
                            try {
                                call(method);
                                end.complete(new AssertionError("it came to an end"));
                            } catch (InvocationTargetException e) {
                                end.complete(e.getCause());
                            } catch (Exception e) {
                                end.complete(e);
                            }
                        });
        return end;
    }

    private Object call(String name, int argument) throws Exception {
        var method = code.getDeclaredMethod(name, int.class);
        method.setAccessible(true);
        return method.invoke(null, argument);
    }

    private Object call(String name) throws Exception {
        var method = code.getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }

    private static int expectedSum(int n) {
        int s = 0;
        for (int i = 0; i < n; i++) {
            if (i % 3 != 0) {
                s += i % 5 == 0 ? 1 : i % 5 == 1 ? 2 : 3;
            }
        }
        return s;
    }

    private static Class<?> define(Map<String, byte[]> classes) {
        ClassLoader loader =
                new ClassLoader(StopWeaverTest.class.getClassLoader()) {
                    @Override
                    protected Class<?> findClass(String name) throws ClassNotFoundException {
                        byte[] bytes = classes.get(name);
                        if (bytes == null) {
                            throw new ClassNotFoundException(name);
                        }
                        return defineClass(name, bytes, 0, bytes.length);
                    }
                };
        try {
            return Class.forName("Code", true, loader);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, byte[]> compile() {
        Map<String, ByteArrayOutputStream> out = new HashMap<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        JavaFileManager files =
                new ForwardingJavaFileManager<>(compiler.getStandardFileManager(null, null, null)) {
                    @Override
                    public JavaFileObject getJavaFileForOutput(
                            Location location,
                            String name,
                            JavaFileObject.Kind kind,
                            javax.tools.FileObject sibling) {
                        return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                            @Override
                            public OutputStream openOutputStream() throws IOException {
                                return out.computeIfAbsent(name, n -> new ByteArrayOutputStream());
                            }
                        };
                    }
                };
        JavaFileObject source =
                new SimpleJavaFileObject(
                        URI.create("string:///Code.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignore) {
                        return CODE;
                    }
                };
        assertThat(compiler.getTask(null, files, null, null, null, List.of(source)).call())
                .isTrue();
        Map<String, byte[]> bytes = new HashMap<>();
        out.forEach((name, stream) -> bytes.put(name, stream.toByteArray()));
        return bytes;
    }
}
