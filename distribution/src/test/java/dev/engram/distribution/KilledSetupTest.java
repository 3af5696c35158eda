package dev.engram.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Set-up through the launcher with package managers of our own making, which hang where a test
 * wants to kill them. {@code lab} is the verb: it needs Python, Jupyter and the kernel.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the fake package managers are shell scripts")
class KilledSetupTest {

    /** Where the fake Python hangs, if a file of that name tells it to. */
    private static final List<String> POINTS = List.of("venv", "pip", "training");

    /** Stands in for Python, its venv module and pip; copies itself into the environment. */
    private static final String PYTHON =
            """
            hang() { if [ -e "$STOP/$1" ]; then touch "$STOP/$1.reached"; sleep 600; fi; }
            case "$*" in
              "-c "*) exit 0 ;;
              "-m venv "*)
                mkdir -p "$4/bin" "$4/lib/python3.12/site-packages"
                hang venv
                cp "$0" "$4/bin/python" ;;
              "-m pip install "*)
                echo "Collecting papermill==1"
                touch "${0%/bin/python}/lib/python3.12/site-packages/half-written"
                hang pip
                echo "Installing collected packages: papermill"
                mkdir -p "${0%/bin/python}/lib/python3.12/site-packages/papermill" ;;
              *) echo "jupyter was started with: $*"; exit 7 ;;
            esac
            """;

    private Sandbox sandbox;
    private Path stop;

    @BeforeEach
    void open() throws IOException {
        sandbox = new Sandbox();
        stop = Files.createDirectories(sandbox.root.resolve("stop"));
        sandbox.with("STOP", stop.toString());
        sandbox.fake("python3", PYTHON);
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
    }

    private boolean done(String step) {
        return Files.exists(sandbox.home.resolve("setup").resolve(step + ".json"));
    }

    private void awaitReached(String point, Process launcher) throws InterruptedException {
        if (!point.equals("training")) {
            Sandbox.await(stop.resolve(point + ".reached"));
            return;
        }
        // The training run of the kernel is the real one.
        while (launcher.descendants()
                .noneMatch(p -> p.info().commandLine().orElse("").contains("AOTCacheOutput"))) {
            assertThat(launcher.isAlive()).as("it ended before it trained the kernel").isTrue();
            Thread.sleep(20);
        }
    }

    @Test
    void goesOnWhereItWasKilledAndThenNeedsNoNetwork() throws Exception {
        for (String point : POINTS) {
            Files.createFile(stop.resolve(point));
            Process launcher = sandbox.start("lab", "--no-browser");
            awaitReached(point, launcher);
            Sandbox.killAll(launcher);
            Files.delete(stop.resolve(point));
            assertThat(done("kernel")).as("finished though killed at " + point).isFalse();
        }
        assertThat(done("venv")).isTrue();
        Sandbox.Run lab = sandbox.run("lab", "--no-browser", "--port", "8899");
        assertThat(lab.code()).as("JupyterLab's own exit code; " + lab.err()).isEqualTo(7);
        assertThat(lab.out())
                .contains("jupyter was started with: -m jupyterlab")
                .contains("ip=127.0.0.1", "port=8899", "root_dir=" + sandbox.project);
        Path spec = sandbox.home.resolve("venv/share/jupyter/kernels/engram/kernel.json");
        assertThat(Files.readString(spec))
                .contains(System.getProperty("java.home"), "{connection_file}", "WORKBENCH_HOME");
        assertThat(left()).as("half-made files").isEmpty();
        withoutNetwork();
    }

    /** After a set-up no package manager is asked for anything. */
    private void withoutNetwork() throws Exception {
        for (String program : List.of("mvn", "python3", "npm", "pip")) {
            sandbox.fake(program, "echo 'no network'; exit 1\n");
        }
        sandbox.forgetCalls();
        Sandbox.Run again = sandbox.run("lab");
        assertThat(again.code()).isEqualTo(7);
        assertThat(sandbox.called("mvn") + sandbox.called("pip") + sandbox.called("npm")).isZero();
        assertThat(again.errorLines()).isEmpty();
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> walk = Files.walk(sandbox.home)) {
            return walk.filter(
                            p -> {
                                String name = p.getFileName().toString();
                                return name.contains(".tmp")
                                        || name.startsWith(".new")
                                        || name.startsWith(".handover")
                                        || name.startsWith(".installing");
                            })
                    .toList();
        }
    }

    @Test
    void aWrongHashFromPipIsTwoLines() throws Exception {
        sandbox.fake(
                "python3",
                PYTHON.replace(
                        "hang pip",
                        """
                        echo "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE."
                        echo "    papermill==1 from https://files.example/papermill-1-py3-none-any.whl (from -r /x/requirements.txt (line 9)):"
                        echo "        Expected sha256 aaaa"
                        echo "             Got        bbbb"
                        exit 1
                        """));
        Sandbox.Run run = sandbox.run("lab");
        assertThat(run.code()).isEqualTo(1);
        List<String> lines = run.errorLines();
        assertThat(lines.get(lines.size() - 2))
                .contains("wrong hash", "papermill", "Expected sha256 aaaa", "Got bbbb");
        assertThat(done("python")).isFalse();
    }

    @Test
    void anUnreachableIndexIsTwoLinesAndTheNextRunGoesOn() throws Exception {
        sandbox.fake(
                "python3",
                PYTHON.replace("hang pip", "echo 'ERROR: Could not find a version'; exit 1"));
        Sandbox.Run run = sandbox.run("lab");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errorLines().getLast()).contains("network", "same command again");
        assertThat(done("venv")).isTrue();
        assertThat(done("python")).isFalse();
    }

    @Test
    void anInterruptEndsWithItsExitCodeAndLeavesNothingRunning() throws Exception {
        assumeThat(interruptsAreIgnored()).as("started with SIGINT ignored").isFalse();
        Files.createFile(stop.resolve("pip"));
        Process launcher = sandbox.start("lab");
        Sandbox.await(stop.resolve("pip.reached"));
        List<ProcessHandle> started = launcher.descendants().toList();
        interrupt(launcher);
        Sandbox.Run run = sandbox.end(launcher);
        assertThat(run.code()).isEqualTo(130);
        for (ProcessHandle process : started) {
            process.onExit().get(20, java.util.concurrent.TimeUnit.SECONDS);
        }
    }

    /** A shell that runs this in the background makes all its children deaf to the signal. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(l -> l.startsWith("SigIgn:"))
                        .anyMatch(
                                l -> (Long.parseUnsignedLong(l.substring(7).strip(), 16) & 2) != 0);
    }

    /** As a terminal does it: the signal goes to the whole foreground. */
    private static void interrupt(Process launcher) throws Exception {
        List<ProcessHandle> all =
                Stream.concat(Stream.of(launcher.toHandle()), launcher.descendants())
                        .filter(
                                p ->
                                        p.info().command().orElse("").contains("java")
                                                || p.pid() == launcher.pid())
                        .toList();
        for (ProcessHandle process : all) {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        }
    }
}
