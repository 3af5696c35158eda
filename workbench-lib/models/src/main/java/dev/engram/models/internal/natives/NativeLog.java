package dev.engram.models.internal.natives;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Receives the log lines of llama.cpp: they go to a file, never to the user's streams. The last
 * complaints are kept, so that an error can name its native reason. Thread-safe.
 */
public final class NativeLog {

    private static final long ROTATE_BYTES = 4 << 20;
    private static final int KEPT = 50;
    private static final int LEVEL_WARNING = 3;
    private static final int LEVEL_ERROR = 4;

    private final Path file;
    private final Deque<String> complaints = new ArrayDeque<>();
    private int lastLevel;
    private Consumer<String> listener = line -> {};

    NativeLog(Path folder) throws IOException {
        Files.createDirectories(folder);
        file = folder.resolve("llama.log");
        if (Files.exists(file) && Files.size(file) > ROTATE_BYTES) {
            Files.move(file, folder.resolve("llama.log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        append("---- " + Instant.now() + " process " + ProcessHandle.current().pid() + "\n");
    }

    /** Where the lines go. */
    public Path file() {
        return file;
    }

    /** Forgets the complaints so far; call before an operation whose reason may be asked for. */
    public synchronized void clear() {
        complaints.clear();
    }

    /** Also hands every piece of log to a listener, in the logging thread. */
    public synchronized void listen(Consumer<String> newListener) {
        listener = newListener;
    }

    /** Warnings and errors since {@link #clear}, oldest first. */
    public synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** The pointer llama.cpp calls; it lives as long as the process. */
    MemorySegment callback() throws ReflectiveOperationException {
        return Linker.nativeLinker()
                .upcallStub(
                        MethodHandles.lookup()
                                .findVirtual(
                                        NativeLog.class,
                                        "receive",
                                        MethodType.methodType(
                                                void.class,
                                                int.class,
                                                MemorySegment.class,
                                                MemorySegment.class))
                                .bindTo(this),
                        FunctionDescriptor.ofVoid(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                        Arena.global());
    }

    /** An exception that leaves an upcall ends the JVM: none does. */
    @SuppressWarnings("unused")
    private void receive(int level, MemorySegment text, MemorySegment userData) {
        try {
            accept(level, Llama.text(text));
        } catch (Throwable t) {
            // Nowhere to report to from inside native code.
        }
    }

    synchronized void accept(int level, String text) {
        int effective = level == 5 ? lastLevel : level;
        lastLevel = effective;
        if (effective == LEVEL_WARNING || effective == LEVEL_ERROR) {
            complaints.add(text.strip());
            if (complaints.size() > KEPT) {
                complaints.removeFirst();
            }
        }
        append(text);
        listener.accept(text);
    }

    private void append(String text) {
        try {
            Files.writeString(
                    file,
                    text,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            // A full disk must not stop the work; the complaints are still in memory.
        }
    }
}
