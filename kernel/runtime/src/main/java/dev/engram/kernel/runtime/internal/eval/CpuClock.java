package dev.engram.kernel.runtime.internal.eval;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of the current thread, measured only while someone asks for it. */
final class CpuClock {

    private static volatile boolean running;

    private CpuClock() {}

    /** The management beans cost start-up time, so they are loaded on first use. */
    private static final class Beans {
        private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    }

    static void run(boolean wanted) {
        running = wanted && Beans.THREADS.isCurrentThreadCpuTimeSupported();
    }

    /** Nanoseconds, or 0 while the clock does not run. */
    static long nanos() {
        return running ? Beans.THREADS.getCurrentThreadCpuTime() : 0;
    }
}
