package dev.engram.kernel.runtime.magic;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Wall and processor time of the current thread since the start.
 *
 * @param wallNanos {@link System#nanoTime} at the start
 * @param cpuNanos processor time of the thread at the start, negative where the JVM does not tell
 */
record Stopwatch(long wallNanos, long cpuNanos) {

    static Stopwatch start() {
        return new Stopwatch(System.nanoTime(), threadCpuNanos());
    }

    /** One line with both times. */
    String report() {
        long cpu = threadCpuNanos();
        return report(System.nanoTime() - wallNanos, cpu < 0 || cpuNanos < 0 ? -1 : cpu - cpuNanos);
    }

    static String report(long wallNanos, long cpuNanos) {
        String cpu = cpuNanos < 0 ? "" : "CPU time: " + text(cpuNanos) + ", ";
        return cpu + (cpu.isEmpty() ? "Wall time: " : "wall time: ") + text(wallNanos);
    }

    /** A duration with a unit that suits it, such as {@code 12.3 ms}. */
    static String text(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f µs", nanos / 1e3);
        }
        return nanos < 1_000_000_000L
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }

    private static long threadCpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() && !Thread.currentThread().isVirtual()
                ? threads.getCurrentThreadCpuTime()
                : -1;
    }
}
