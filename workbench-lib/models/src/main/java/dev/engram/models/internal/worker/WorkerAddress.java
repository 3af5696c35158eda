package dev.engram.models.internal.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.internal.openai.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where the worker of a home is and how to be let in. The file that holds it is readable by its
 * user alone: whoever reads the token may ask the worker.
 *
 * @param pid its process
 * @param startMillis when that process began, so that another with its number is not taken for it
 * @param build fingerprint of the program it runs
 */
record WorkerAddress(long pid, long startMillis, int port, String token, String build) {

    static Path folder(WorkbenchHome home) {
        return home.root().resolve("worker");
    }

    private static Path file(WorkbenchHome home) {
        return folder(home).resolve("worker.json");
    }

    /** What the file says, if it says anything and that process lives. */
    static Optional<WorkerAddress> read(WorkbenchHome home) throws IOException {
        try {
            WorkerAddress address =
                    Wire.JSON.readValue(Files.readAllBytes(file(home)), WorkerAddress.class);
            return address != null && address.token() != null && address.process().isPresent()
                    ? Optional.of(address)
                    : Optional.empty();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    void write(WorkbenchHome home) throws IOException {
        Files.createDirectories(folder(home));
        Path temporary = Files.createTempFile(folder(home), ".unfinished-", ""); // rw-------
        try {
            Files.write(temporary, Wire.JSON.writeValueAsBytes(this));
            Files.move(
                    temporary,
                    file(home),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Removes the file, if it is still this worker's. */
    void remove(WorkbenchHome home) throws IOException {
        Optional<WorkerAddress> there = read(home);
        if (there.isPresent() && there.get().equals(this)) {
            Files.deleteIfExists(file(home));
        }
    }

    /** The process, while it lives. */
    Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(p -> startOf(p) == startMillis);
    }

    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
    }

    /** The token is not for messages. */
    @Override
    public String toString() {
        return "worker " + pid + " on port " + port;
    }
}
