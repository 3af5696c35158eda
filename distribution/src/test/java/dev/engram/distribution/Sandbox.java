package dev.engram.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A clone of the project in small, for tests of the launcher: the real script and the real jars,
 * but a PATH with nothing on it except plain tools and the package managers that a test fakes.
 */
final class Sandbox implements AutoCloseable {

    private static final List<String> TOOLS =
            List.of(
                    "bash",
                    "sh",
                    "env",
                    "find",
                    "awk",
                    "sed",
                    "grep",
                    "head",
                    "cut",
                    "cat",
                    "mkdir",
                    "mktemp",
                    "rm",
                    "mv",
                    "cp",
                    "touch",
                    "chmod",
                    "dirname",
                    "readlink",
                    "tee",
                    "sha256sum",
                    "flock",
                    "sleep",
                    "ls");
    private static final long DEADLINE_SECONDS = 240;

    final Path root;
    final Path project;
    final Path home;
    final Path bin;
    final Path calls;
    private final Map<String, String> variables = new HashMap<>();

    /** What a run of the launcher gave. */
    record Run(int code, String out, String err) {

        /** Standard error without what the JVM prints about incubator modules. */
        List<String> errorLines() {
            return err.lines().filter(l -> !l.startsWith("WARNING: Using incubator")).toList();
        }
    }

    Sandbox() throws IOException {
        Path build = Path.of("target").toAbsolutePath();
        root = Files.createTempDirectory(build, "sandbox");
        project = Files.createDirectories(root.resolve("project"));
        home = root.resolve("home");
        bin = Files.createDirectories(root.resolve("bin"));
        calls = root.resolve("calls.txt");
        Files.copy(
                Path.of("..").resolve("workbench"),
                project.resolve("workbench"),
                StandardCopyOption.COPY_ATTRIBUTES);
        for (String folder :
                List.of("config", ".mvn", "distribution/src", "workbench-lib/base/src/main")) {
            Files.createDirectories(project.resolve(folder));
        }
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(source(), "class Source {}");
        for (String tool : TOOLS) {
            link(tool);
        }
        variables.put("PATH", bin.toString());
        variables.put("HOME", root.toString());
        variables.put("WORKBENCH_HOME", home.toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("CALLS", calls.toString());
        fake(
                "mvn",
                """
                case "$1" in --version) echo "Apache Maven 3.9.9"; exit 0 ;; esac
                echo "[INFO] Building Everything 1.0    [1/1]"
                mkdir -p distribution/target/workbench
                cp -R "%s" distribution/target/workbench/lib
                """
                        .formatted(jars()));
    }

    /** The jars of this build. */
    static Path jars() {
        return Path.of("target", "workbench", "lib").toAbsolutePath();
    }

    Path source() {
        return project.resolve("workbench-lib/base/src/main/Source.java");
    }

    private void link(String tool) throws IOException {
        for (String folder : System.getenv("PATH").split(":")) {
            Path program = Path.of(folder, tool);
            if (Files.isExecutable(program)) {
                Files.createSymbolicLink(bin.resolve(tool), program);
                return;
            }
        }
    }

    /** Puts a program on the PATH; each call is written down with its arguments. */
    void fake(String program, String body) throws IOException {
        Path file = bin.resolve(program);
        Files.deleteIfExists(file);
        Files.writeString(
                file,
                "#!%s\necho \"%s $*\" >>\"$CALLS\"\n%s"
                        .formatted(bin.resolve("bash"), program, body));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    void remove(String program) throws IOException {
        Files.deleteIfExists(bin.resolve(program));
    }

    Sandbox with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /** How often a fake program was called with arguments that contain this text. */
    long called(String text) throws IOException {
        if (!Files.exists(calls)) {
            return 0;
        }
        return Files.readAllLines(calls).stream().filter(l -> l.contains(text)).count();
    }

    void forgetCalls() throws IOException {
        Files.deleteIfExists(calls);
    }

    Process start(Path folder, Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        builder.redirectOutput(Files.createTempFile(root, "out", ".txt").toFile());
        builder.redirectError(Files.createTempFile(root, "err", ".txt").toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        outputs.put(
                process,
                List.of(
                        builder.redirectOutput().file().toPath(),
                        builder.redirectError().file().toPath()));
        return process;
    }

    private final Map<Process, List<Path>> outputs = new HashMap<>();

    Process start(String... arguments) throws IOException {
        return start(project, project.resolve("workbench"), arguments);
    }

    Run end(Process process) throws IOException, InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            killAll(process);
            throw new AssertionError("the launcher hangs");
        }
        List<Path> files = outputs.get(process);
        return new Run(process.exitValue(), text(files.get(0)), text(files.get(1)));
    }

    Run run(String... arguments) throws IOException, InterruptedException {
        return end(start(arguments));
    }

    /** Kills a launcher and everything it started, at once and without a word. */
    static void killAll(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(p -> p.onExit().join());
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Waits until a file is there. */
    static void await(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        while (!Files.exists(file)) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("never came: " + file);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() throws IOException {
        outputs.keySet().stream().filter(Process::isAlive).forEach(Sandbox::killAll);
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.toList();
        }
        for (Path path : all.reversed()) {
            Files.deleteIfExists(path);
        }
    }
}
