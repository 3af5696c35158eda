package dev.engram.models.internal.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much of the machine other processes use. Thread-safe. */
final class ForeignLoad {

    private static final long LEAST_INTERVAL_NANOS = 150_000_000L;

    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private long sampledNanos = System.nanoTime();
    private double share;

    ForeignLoad() {
        system.getCpuLoad(); // The figures are means since the last question: ask once.
        system.getProcessCpuLoad();
    }

    /** Share of all processors, 0 to 1, over the time since it was last asked for. */
    synchronized double share() {
        long now = System.nanoTime();
        if (now - sampledNanos >= LEAST_INTERVAL_NANOS) {
            double all = system.getCpuLoad();
            double own = system.getProcessCpuLoad();
            sampledNanos = now;
            if (all >= 0 && own >= 0) {
                share = Math.clamp(all - own, 0, 1);
            }
        }
        return share;
    }
}
