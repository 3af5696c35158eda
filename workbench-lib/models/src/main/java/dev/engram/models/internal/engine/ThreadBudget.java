package dev.engram.models.internal.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

/**
 * One budget of decode threads for all models of the process. llama.cpp's threads wait for each
 * other in spin loops: more of them than cores are far slower than fewer. So a decode takes its
 * threads from the budget, and two models take turns, step by step, in order of arrival.
 */
public final class ThreadBudget {

    private static final Path TOPOLOGY = Path.of("/sys/devices/system/cpu");

    /** The budget of this process: its physical cores. */
    public static final ThreadBudget SHARED = new ThreadBudget(physicalCores());

    private final int cores;
    private final Semaphore free;
    private final DoubleSupplier foreignLoad;

    ThreadBudget(int cores) {
        this(cores, new ForeignLoad()::share);
    }

    ThreadBudget(int cores, DoubleSupplier foreignLoad) {
        this.cores = cores;
        this.foreignLoad = foreignLoad;
        this.free = new Semaphore(cores, true);
    }

    /** Most threads a decode should use: the physical cores. */
    public int cores() {
        return cores;
    }

    /**
     * Threads a decode should use now: the cores that other processes leave free, at least one. A
     * thread that shares its core holds up all the others.
     */
    int freeCores() {
        double free = cores * (1 - foreignLoad.getAsDouble());
        return Math.clamp((long) Math.floor(free + 0.25), 1, cores);
    }

    /** Waits for the threads of one decode; more than there are count as all. */
    void acquire(int threads) {
        free.acquireUninterruptibly(Math.min(threads, cores));
    }

    void release(int threads) {
        free.release(Math.min(threads, cores));
    }

    /** Cores, not hyper-threads, that this process may use. */
    static int physicalCores() {
        int usable = Runtime.getRuntime().availableProcessors();
        try (Stream<Path> processors = Files.list(TOPOLOGY)) {
            Set<String> cores = new HashSet<>();
            for (Path processor : processors.toList()) {
                Path topology = processor.resolve("topology");
                if (Files.isReadable(topology.resolve("core_id"))) {
                    cores.add(
                            Files.readString(topology.resolve("physical_package_id")).strip()
                                    + ":"
                                    + Files.readString(topology.resolve("core_id")).strip());
                }
            }
            return cores.isEmpty() ? usable : Math.min(usable, cores.size());
        } catch (IOException e) {
            return usable; // Not Linux, or no topology: take what the JVM counts.
        }
    }
}
