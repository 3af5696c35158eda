package dev.engram.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a run was measured.
 *
 * @param cpu model name of the processor
 * @param cores processors the JVM may use
 * @param memoryBytes physical memory, or the limit of the container
 * @param system operating system, version and architecture
 * @param jdk version and vendor of the JVM
 * @param loadAverage runnable processes of the last minute when the run started, or -1 where the
 *     system does not tell: a busy machine measures badly
 */
public record Machine(
        String cpu, int cores, long memoryBytes, String system, String jdk, double loadAverage) {

    /** This machine, now. */
    public static Machine here() {
        var os = ManagementFactory.getOperatingSystemMXBean();
        long memory =
                os instanceof com.sun.management.OperatingSystemMXBean sun
                        ? sun.getTotalMemorySize()
                        : Runtime.getRuntime().maxMemory();
        return new Machine(
                cpuModel(),
                Runtime.getRuntime().availableProcessors(),
                memory,
                os.getName() + " " + os.getVersion() + " " + os.getArch(),
                Runtime.version() + " " + System.getProperty("java.vm.vendor", "unknown vendor"),
                Math.round(os.getSystemLoadAverage() * 100) / 100.0);
    }

    private static String cpuModel() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/cpuinfo"))) {
                if (line.startsWith("model name") || line.startsWith("Hardware")) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            // not Linux: the next source
        }
        String windows = System.getenv("PROCESSOR_IDENTIFIER");
        return windows == null ? System.getProperty("os.arch", "unknown") : windows;
    }

    /** The lasting part, in one line; runs of one line are comparable. */
    public String describe() {
        return "%s · %d cores · %.0f GB · %s · JDK %s"
                .formatted(cpu, cores, memoryBytes / 1e9, system, jdk);
    }
}
