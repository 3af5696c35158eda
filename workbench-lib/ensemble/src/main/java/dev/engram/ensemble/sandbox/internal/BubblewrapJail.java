package dev.engram.ensemble.sandbox.internal;

import dev.engram.base.process.Executables;
import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxProgram.JavaProgram;
import dev.engram.ensemble.sandbox.SandboxProgram.PythonProgram;
import dev.engram.ensemble.sandbox.SandboxResult;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bubblewrap: name spaces of their own for network (none), processes, users, files and host name;
 * no capabilities; an empty environment; of the file system only {@code /usr}, the JDK and the
 * program's own sources, all read-only, and a temporary file system of limited size. Limits of the
 * kernel hold for processor time, processes, address space and file size.
 *
 * <p>The kernel does not limit the number of root's processes. So root gives itself up first
 * ({@code setpriv}) where that works; elsewhere the watch of {@link Supervised} alone counts.
 */
public final class BubblewrapJail implements Jail {

    private static final String INSIDE = "/sandbox";
    private static final String NOBODY = "65534";
    private static final List<String> SYSTEM_FOLDERS =
            List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");
    private static final List<String> DEVICES =
            List.of("/dev/null", "/dev/zero", "/dev/random", "/dev/urandom");
    private static final SandboxLimits PROBE = SandboxLimits.DEFAULT;

    /** Prefix and options that worked in the probe. */
    private record Way(List<String> prefix, List<String> options, boolean ownUser) {}

    private final Path bubblewrap;
    private final Way way;
    private final Optional<Path> python;
    private final Optional<Path> limiter;

    private BubblewrapJail(Path bubblewrap, Way way) {
        this.bubblewrap = bubblewrap;
        this.way = way;
        Path usr = Path.of("/usr/bin");
        this.python = Executables.inFolder(usr, "python3");
        this.limiter = Executables.inFolder(usr, "prlimit");
    }

    /** Where bubblewrap is installed and lets a JVM run in it. */
    public static Optional<Jail> probe() {
        Optional<Path> program = Executables.onPath("bwrap", System.getenv());
        if (program.isEmpty()) {
            return Optional.empty();
        }
        for (Way way : ways()) {
            BubblewrapJail jail = new BubblewrapJail(program.get(), way);
            if (jail.works()) {
                return Optional.of(jail);
            }
        }
        return Optional.empty();
    }

    private static List<Way> ways() {
        List<String> strict = List.of("--unshare-user", "--disable-userns");
        List<Way> ways = new ArrayList<>();
        Optional<Path> setpriv = Executables.onPath("setpriv", System.getenv());
        if (isRoot() && setpriv.isPresent()) {
            List<String> asNobody =
                    List.of(
                            setpriv.get().toString(),
                            "--reuid=" + NOBODY,
                            "--regid=" + NOBODY,
                            "--clear-groups");
            ways.add(new Way(asNobody, strict, true));
        }
        List<String> mapped = List.of("--unshare-user", "--uid", NOBODY, "--gid", NOBODY);
        ways.add(
                new Way(
                        List.of(),
                        Stream.concat(mapped.stream(), Stream.of("--disable-userns")).toList(),
                        !isRoot()));
        ways.add(new Way(List.of(), mapped, !isRoot()));
        return ways;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private boolean works() {
        Path folder = null;
        try {
            folder = Guests.folder();
            open(folder);
            List<String> command = jailed(folder, PROBE, List.of(Jdk.program("java")), false);
            command.addAll(Jdk.guestFlags(PROBE));
            command.add("-version");
            return new Supervised(command, folder, PROBE).run().ending() == Ending.PASSED;
        } catch (IOException e) {
            return false;
        } finally {
            if (folder != null) {
                Guests.delete(folder);
            }
        }
    }

    @Override
    public String description() {
        return way.ownUser() ? "bubblewrap" : "bubblewrap, processes counted from outside";
    }

    @Override
    public boolean runsPython() {
        return python.isPresent();
    }

    @Override
    public SandboxResult runJava(JavaProgram program, SandboxLimits limits) throws IOException {
        Path folder = Guests.folder();
        try {
            Guests.write(folder, program.files());
            open(folder);
            String mark = "compiled " + java.util.UUID.randomUUID();
            List<String> script = new ArrayList<>();
            script.add(Jdk.program("javac"));
            script.addAll(Jdk.compilerFlags(limits));
            script.addAll(List.of("-d", "/tmp/classes"));
            program.files().keySet().stream()
                    .sorted()
                    .map(f -> INSIDE + "/" + f)
                    .forEach(script::add);
            script.addAll(List.of("&&", "echo", quoted(mark), ">&2", "&&", "exec"));
            script.add(Jdk.program("java"));
            script.addAll(Jdk.guestFlags(limits));
            script.addAll(List.of("-ea", "-cp", "/tmp/classes", quoted(program.mainClass())));
            program.arguments().stream().map(BubblewrapJail::quoted).forEach(script::add);
            List<String> command =
                    jailed(
                            folder,
                            limits,
                            List.of("/bin/sh", "-c", String.join(" ", script)),
                            false);
            return result(new Supervised(command, folder, limits).run(), mark);
        } finally {
            Guests.delete(folder);
        }
    }

    @Override
    public SandboxResult runPython(PythonProgram program, SandboxLimits limits) throws IOException {
        Path folder = Guests.folder();
        try {
            Guests.write(folder, Map.of("main.py", program.source()));
            open(folder);
            List<String> command =
                    jailed(
                            folder,
                            limits,
                            List.of(
                                    python.orElseThrow().toString(),
                                    "-I",
                                    "-B",
                                    INSIDE + "/main.py"),
                            true);
            command.addAll(program.arguments());
            Supervised.Ended ended = new Supervised(command, folder, limits).run();
            return new SandboxResult(
                    ended.ending(),
                    ended.exitCode(),
                    ended.output(),
                    ended.errors(),
                    ended.millis(),
                    description());
        } finally {
            Guests.delete(folder);
        }
    }

    /** The mark is printed before anything of the program runs, so the program cannot forge it. */
    private SandboxResult result(Supervised.Ended ended, String mark) {
        int at = ended.errors().indexOf(mark);
        boolean compiled = at >= 0;
        String errors =
                compiled
                        ? ended.errors().substring(0, at)
                                + ended.errors().substring(at + mark.length()).stripLeading()
                        : ended.errors();
        Ending ending =
                !compiled && ended.ending() == Ending.FAILED ? Ending.NOT_COMPILED : ended.ending();
        return new SandboxResult(
                ending,
                ended.exitCode(),
                ended.output(),
                errors.replace(INSIDE + "/", ""),
                ended.millis(),
                description());
    }

    /** Whoever we become must be able to read the sources; nobody may write them. */
    private void open(Path folder) throws IOException {
        if (way.prefix().isEmpty()) {
            return;
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path path : (Iterable<Path>) walk::iterator) {
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(
                                Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    private List<String> jailed(
            Path folder, SandboxLimits limits, List<String> program, boolean limitAddresses) {
        List<String> command = new ArrayList<>(way.prefix());
        command.add(bubblewrap.toString());
        command.add("--unshare-all");
        command.addAll(way.options());
        command.addAll(
                List.of("--die-with-parent", "--new-session", "--clearenv", "--cap-drop", "ALL"));
        command.addAll(List.of("--hostname", "sandbox", "--ro-bind", "/usr", "/usr"));
        for (String system : SYSTEM_FOLDERS) {
            Path path = Path.of(system);
            if (Files.isSymbolicLink(path)) {
                command.addAll(List.of("--symlink", "usr" + system, system));
            } else if (Files.isDirectory(path)) {
                command.addAll(List.of("--ro-bind", system, system));
            }
        }
        for (String more : settingsOfJava()) {
            command.addAll(List.of("--ro-bind", more, more));
        }
        String jdk = Jdk.home().toString();
        if (!jdk.startsWith("/usr/")) {
            command.addAll(List.of("--ro-bind", jdk, jdk));
        }
        command.addAll(List.of("--proc", "/proc"));
        // Not --dev: its /dev/shm would be a file system without a limit.
        for (String device : DEVICES) {
            command.addAll(List.of("--dev-bind", device, device));
        }
        command.addAll(List.of("--size", String.valueOf(limits.fileBytes()), "--tmpfs", "/tmp"));
        command.addAll(List.of("--ro-bind", folder.toString(), INSIDE, "--chdir", "/tmp"));
        command.addAll(List.of("--remount-ro", "/"));
        command.addAll(List.of("--setenv", "HOME", "/tmp", "--setenv", "PATH", "/usr/bin:/bin"));
        command.addAll(List.of("--setenv", "LC_ALL", "C.UTF-8", "--"));
        limiter.ifPresent(
                prlimit -> {
                    command.add(prlimit.toString());
                    long seconds = Math.max(1, limits.wallMillis() / 1000) * 2 + 2;
                    command.add("--cpu=" + seconds);
                    command.add("--nproc=" + limits.processes());
                    command.add("--fsize=" + limits.fileBytes());
                    command.add("--core=0");
                    command.add("--nofile=256");
                    if (limitAddresses) {
                        command.add("--as=" + limits.memoryBytes());
                    }
                });
        command.addAll(program);
        return command;
    }

    /** Some distributions keep a JDK's settings below {@code /etc}. */
    private static List<String> settingsOfJava() {
        try (Stream<Path> etc = Files.list(Path.of("/etc"))) {
            return etc.map(Path::toString)
                    .filter(p -> p.startsWith("/etc/java") || p.equals("/etc/ld.so.cache"))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
