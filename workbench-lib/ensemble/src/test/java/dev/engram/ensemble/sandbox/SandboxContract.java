package dev.engram.ensemble.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.sandbox.SandboxProgram.JavaProgram;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every isolation owes, whatever it is made of. */
abstract class SandboxContract {

    static final SandboxLimits SHORT = SandboxLimits.DEFAULT.withWallMillis(6_000);

    abstract Sandbox sandbox();

    SandboxResult run(String body) throws IOException {
        return run(body, SandboxLimits.DEFAULT.withWallMillis(60_000));
    }

    SandboxResult run(String body, SandboxLimits limits) throws IOException {
        return sandbox()
                .run(
                        JavaProgram.main(
                                """
                                import java.util.*;
                                public class Main {
                                    public static void main(String[] args) throws Exception {
                                        %s
                                    }
                                }
                                """
                                        .formatted(body)),
                        limits);
    }

    @Test
    void runsAProgramOfSeveralFilesAndLeavesNothing() throws IOException {
        long before = guests();
        SandboxResult result =
                sandbox()
                        .run(
                                new JavaProgram(
                                        Map.of(
                                                "demo/Main.java",
                                                """
                                                package demo;
                                                public class Main {
                                                    record Point(int x, int y) {}
                                                    public static void main(String[] args) {
                                                        System.out.println(Words.joined(args) + new Point(1, 2));
                                                        System.err.println("careful");
                                                        Runnable r = () -> System.out.println(switch ((Object) args) {
                                                            case String[] words -> words.length + " words";
                                                            default -> "?"; });
                                                        r.run();
                                                    }
                                                }
                                                """,
                                                "demo/Words.java",
                                                """
                                                package demo;
                                                import java.util.stream.Collectors;
                                                class Words {
                                                    static String joined(String[] words) {
                                                        return java.util.Arrays.stream(words).map(String::toUpperCase)
                                                                .collect(Collectors.joining("-"));
                                                    }
                                                }
                                                """),
                                        "demo.Main",
                                        List.of("it's", "a $HOME", "über")),
                                SandboxLimits.DEFAULT.withWallMillis(60_000));

        assertThat(result.errors()).isEqualTo("careful\n");
        assertThat(result.output()).isEqualTo("IT'S-A $HOME-ÜBERPoint[x=1, y=2]\n3 words\n");
        assertThat(result.ending()).isEqualTo(Ending.PASSED);
        assertThat(result.isolation()).isEqualTo(sandbox().isolation());
        assertThat(guests()).isLessThanOrEqualTo(before);
    }

    @Test
    void tellsWhatTheCompilerSays() throws IOException {
        SandboxResult result = run("int x = \"text\";");

        assertThat(result.ending()).isEqualTo(Ending.NOT_COMPILED);
        assertThat(result.errors()).contains("Main.java:4: error: incompatible types");
        assertThat(result.output()).isEmpty();
    }

    @Test
    void assertionsAndExitCodesCount() throws IOException {
        SandboxResult result =
                run(
                        """
                        System.out.println("so far");
                        try { assert args.length > 0 : "none given"; }
                        catch (AssertionError e) { System.err.println(e.getMessage()); System.exit(7); }
                        """);

        assertThat(result.errors()).isEqualTo("none given\n");
        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.exitCode()).isEqualTo(7);
        assertThat(result.output()).isEqualTo("so far\n");
    }

    @Test
    void anEndlessLoopIsEnded() throws IOException {
        SandboxResult result =
                run("System.out.println(\"on\"); System.out.flush(); while (true) {}", SHORT);

        assertThat(result.ending()).isEqualTo(Ending.TIMED_OUT);
    }

    @Test
    void aMemoryHogRunsOutOfHeap() throws IOException {
        SandboxResult result =
                run(
                        "List<long[]> all = new ArrayList<>(); while (true) all.add(new"
                                + " long[1 << 20]);");

        assertThat(result.ending()).isIn(Ending.FAILED, Ending.TOO_MUCH_MEMORY);
        assertThat(result.passed()).isFalse();
    }

    @Test
    void aFloodOfOutputIsCut() throws IOException {
        SandboxResult result =
                run(
                        "while (true) System.out.println(\"flood \" + args.length);",
                        SandboxLimits.DEFAULT.withWallMillis(60_000).withOutputBytes(10_000));

        assertThat(result.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
        assertThat(result.output()).hasSize(10_000);
    }

    @Test
    void theNetworkIsOutOfReach() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(200);
            SandboxResult result =
                    run(
                            "new java.net.Socket(\"127.0.0.1\", %d).getOutputStream().write(1);"
                                    .formatted(server.getLocalPort()));

            assertThat(result.passed()).isFalse();
            assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void filesOfTheUserAreOutOfReach(@TempDir Path folder) throws IOException {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "s3cret");
        SandboxResult result =
                run(
                        """
                        java.io.File home = new java.io.File("%s");
                        System.out.println(Arrays.toString(home.list()));
                        java.nio.file.Path secret = java.nio.file.Path.of("%s");
                        try { System.out.println(java.nio.file.Files.readString(secret)); }
                        catch (java.io.IOException e) { System.out.println("unreadable"); }
                        java.nio.file.Files.writeString(secret, "changed");
                        """
                                .formatted(System.getProperty("user.home"), secret));

        // Where the JDK lies below the home, its own folders are the only ones to be seen.
        assertThat(result.output())
                .doesNotContain("s3cret")
                .doesNotContain(".m2")
                .doesNotContain("ssh");
        assertThat(result.passed()).isFalse();
        assertThat(secret).hasContent("s3cret");
    }

    @Test
    void theEnvironmentIsEmpty() throws IOException {
        SandboxResult result = run("System.out.println(System.getenv());");

        for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
            if (variable.getValue().length() > 12) {
                assertThat(result.output()).doesNotContain(variable.getValue());
            }
        }
        assertThat(result.output()).doesNotContain("JAVA_HOME").doesNotContain("USER=");
    }

    @Test
    void programsThatStartProgramsAreContained() throws IOException {
        String mark = "sleep 7" + UUID.randomUUID().hashCode();
        SandboxResult result =
                run(
                        """
                        List<Process> all = new ArrayList<>();
                        while (true) all.add(new ProcessBuilder("/bin/sh", "-c", "%s & %s").start());
                        """
                                .formatted(mark.replace("-", ""), mark.replace("-", "")),
                        SHORT);

        assertThat(result.passed()).isFalse();
        assertThat(runAway(mark.replace("-", "").substring(6))).isFalse();
    }

    /** Whether processes with a mark stay; the kernel takes a moment to end those it kills. */
    private static boolean runAway(String mark) {
        for (int tries = 0; tries < 200; tries++) {
            boolean left =
                    ProcessHandle.allProcesses()
                            .anyMatch(p -> p.info().commandLine().orElse("").contains(mark));
            if (!left) {
                return false;
            }
            LockSupport.parkNanos(100_000_000);
        }
        return true;
    }

    @Test
    void threadsWithoutEndAreContained() throws IOException {
        SandboxResult result =
                run(
                        """
                        while (true) new Thread(() -> { try { Thread.sleep(100_000); }
                            catch (InterruptedException e) { } }).start();
                        """,
                        SHORT);

        assertThat(result.passed()).isFalse();
    }

    @Test
    void anInterruptEndsTheProgram() throws Exception {
        Thread caller = Thread.currentThread();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                Thread.sleep(1_500);
                            } catch (InterruptedException e) {
                                return;
                            }
                            caller.interrupt();
                        });

        assertThatThrownBy(() -> run("while (true) {}"))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
    }

    private static long guests() throws IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("engram-sandbox-"))
                    .count();
        }
    }
}
