package dev.engram.ensemble.sandbox;

import dev.engram.base.WorkbenchException;

/**
 * What a program in the sandbox may use; reaching a limit ends it.
 *
 * @param wallMillis from its start to its end, compilation included, 100 to 600,000
 * @param memoryBytes of all its processes together, at least 64 MiB
 * @param processes processes and threads at once, at least 32: a JVM has about 15 of its own
 * @param outputBytes of each of its two outputs that are kept; more ends the program
 * @param fileBytes it may write to its own empty file system
 */
public record SandboxLimits(
        long wallMillis, long memoryBytes, int processes, int outputBytes, long fileBytes) {

    private static final long MEBIBYTE = 1 << 20;

    /** 10 s, 512 MiB, 96 processes and threads, 256 KiB of output, 32 MiB of files. */
    public static final SandboxLimits DEFAULT =
            new SandboxLimits(10_000, 512 * MEBIBYTE, 96, 256 << 10, 32 * MEBIBYTE);

    /**
     * @throws WorkbenchException USAGE naming the value out of range
     */
    public SandboxLimits {
        check("wall time in ms", wallMillis, 100, 600_000);
        check("memory in bytes", memoryBytes, 64 * MEBIBYTE, 1L << 40);
        check("processes", processes, 32, 1 << 15);
        check("output in bytes", outputBytes, 1, 1 << 28);
        check("files in bytes", fileBytes, MEBIBYTE, 1L << 36);
    }

    public SandboxLimits withWallMillis(long millis) {
        return new SandboxLimits(millis, memoryBytes, processes, outputBytes, fileBytes);
    }

    public SandboxLimits withMemoryBytes(long bytes) {
        return new SandboxLimits(wallMillis, bytes, processes, outputBytes, fileBytes);
    }

    public SandboxLimits withOutputBytes(int bytes) {
        return new SandboxLimits(wallMillis, memoryBytes, processes, bytes, fileBytes);
    }

    private static void check(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw WorkbenchException.usage(
                    "sandbox limit: " + name + " " + value + " is out of range",
                    "give a value from " + least + " to " + most);
        }
    }
}
