package dev.engram.ensemble.sandbox.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.base.process.Executables;
import dev.engram.ensemble.sandbox.SandboxLimits;
import java.nio.file.Path;
import java.util.List;

/** The programs of the JDK that runs this JVM, and the flags that keep a guest small. */
final class Jdk {

    private static final Path HOME = Path.of(System.getProperty("java.home"));
    private static final long MEBIBYTE = 1 << 20;

    private Jdk() {}

    static Path home() {
        return HOME;
    }

    /**
     * @throws WorkbenchException MISSING if this Java has no such program
     */
    static String program(String name) {
        return Executables.inFolder(HOME.resolve("bin"), name)
                .orElseThrow(
                        () ->
                                WorkbenchException.missing(
                                        "no " + name + " in " + HOME,
                                        "run the workbench with a JDK, not a JRE"))
                .toString();
    }

    /**
     * Room for the heap and little else: a JVM needs about 100 MiB beside its heap under these
     * flags.
     */
    static List<String> guestFlags(SandboxLimits limits) {
        long heap = Math.max(32, limits.memoryBytes() / MEBIBYTE - 128);
        return List.of(
                "-Xmx" + heap + "m",
                "-XX:MaxMetaspaceSize=64m",
                "-XX:MaxDirectMemorySize=16m",
                "-XX:ReservedCodeCacheSize=32m",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8");
    }

    /** For a compiler that must not run anything it is given. */
    static List<String> compilerFlags(SandboxLimits limits) {
        List<String> flags = guestFlags(limits).stream().map(f -> "-J" + f).toList();
        return java.util.stream.Stream.concat(
                        flags.stream(),
                        java.util.stream.Stream.of(
                                "-proc:none", "-nowarn", "-encoding", "UTF-8", "-implicit:none"))
                .toList();
    }
}
