package dev.engram.commands.setup.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The record of finished steps: one small JSON file each, written last and atomically. */
public final class Stamps {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    /**
     * One finished step.
     *
     * @param step its name
     * @param inputs what its result depended on
     * @param detail what it made
     * @param millis how long it took
     */
    public record Stamp(String step, String inputs, String detail, long millis) {}

    private final Path folder;

    public Stamps(Path folder) {
        this.folder = folder;
    }

    /** The stamp of a step; empty where it never finished or its stamp cannot be read. */
    public Optional<Stamp> read(String step) throws IOException {
        try {
            return Optional.of(MAPPER.readValue(Files.readAllBytes(file(step)), Stamp.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    public void remove(String step) throws IOException {
        Files.deleteIfExists(file(step));
    }

    public void write(Stamp stamp) throws IOException {
        AtomicFiles.write(file(stamp.step()), MAPPER.writeValueAsBytes(stamp));
    }

    private Path file(String step) {
        return folder.resolve(step + ".json");
    }
}
