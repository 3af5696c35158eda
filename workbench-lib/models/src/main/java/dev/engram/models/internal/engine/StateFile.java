package dev.engram.models.internal.engine;

import dev.engram.base.AtomicFiles;
import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A saved sequence in a file: magic, what it belongs to, its tokens, llama.cpp's data, and the
 * SHA-256 of all that. llama.cpp trusts such data, so nothing of a file reaches it before the
 * digest and the circumstances were found to be the same.
 */
final class StateFile {

    private static final byte[] MAGIC = "EWSTATE1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    private StateFile() {}

    /** What was read; the data lives as long as the arena. */
    record Content(int[] tokens, MemorySegment data) {}

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] head(Map<String, String> circumstances, int[] tokens) throws IOException {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(circumstances)
                .forEach(
                        (name, value) -> lines.append(name).append('=').append(value).append('\n'));
        byte[] text = lines.toString().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(MAGIC);
        out.writeInt(text.length);
        out.write(text);
        out.writeInt(tokens.length);
        for (int token : tokens) {
            out.writeInt(token);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the file whole or not at all.
     *
     * @return its size in bytes
     */
    static long write(
            Path file, Map<String, String> circumstances, int[] tokens, MemorySegment data)
            throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw WorkbenchException.usage(file + " is no file", "name a file");
        }
        Files.createDirectories(folder);
        Path temporary = Files.createTempFile(folder, AtomicFiles.UNFINISHED, "");
        try {
            MessageDigest digest = sha256();
            try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
                OutputStream digested = new DigestOutputStream(out, digest);
                digested.write(head(circumstances, tokens));
                byte[] buffer = new byte[BUFFER_BYTES];
                for (long at = 0; at < data.byteSize(); at += buffer.length) {
                    Interrupts.check("nothing was saved");
                    int count = (int) Math.min(buffer.length, data.byteSize() - at);
                    MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
                    digested.write(buffer, 0, count);
                }
                out.write(digest.digest());
                out.getFD().sync();
            }
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        return Files.size(file);
    }

    /**
     * Reads and judges a file.
     *
     * @param circumstances what it must have been saved under
     * @throws WorkbenchException MISSING, DAMAGED, or USAGE naming what differs
     */
    static Content read(Path file, Map<String, String> circumstances, Arena arena)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            throw WorkbenchException.missing("no saved state " + file, "save one first");
        }
        MemorySegment all;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            all = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
        }
        long end = all.byteSize() - DIGEST_BYTES;
        if (end < MAGIC.length + 8
                || !Arrays.equals(
                        all.asSlice(0, MAGIC.length).toArray(ValueLayout.JAVA_BYTE), MAGIC)) {
            throw damaged(file, "it does not begin like one");
        }
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (long at = 0; at < end; at += buffer.length) {
            Interrupts.check("nothing was restored");
            int count = (int) Math.min(buffer.length, end - at);
            MemorySegment.copy(all, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
            digest.update(buffer, 0, count);
        }
        byte[] stored = all.asSlice(end).toArray(ValueLayout.JAVA_BYTE);
        if (!Arrays.equals(stored, digest.digest())) {
            throw damaged(file, "its sha256 is another");
        }
        // From here on the file is as it was written.
        int textBytes = all.get(INT, MAGIC.length);
        long at = MAGIC.length + 4L;
        String text =
                new String(
                        all.asSlice(at, textBytes).toArray(ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8);
        compare(file, text, circumstances);
        at += textBytes;
        int[] tokens = new int[all.get(INT, at)];
        at += 4;
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = all.get(INT, at);
            at += 4;
        }
        return new Content(tokens, all.asSlice(at, end - at));
    }

    private static void compare(Path file, String text, Map<String, String> wanted) {
        Map<String, String> found = new TreeMap<>();
        text.lines()
                .forEach(
                        line -> {
                            int equals = line.indexOf('=');
                            found.put(line.substring(0, equals), line.substring(equals + 1));
                        });
        wanted.forEach(
                (name, value) -> {
                    String other = found.getOrDefault(name, "none");
                    if (!other.equals(value)) {
                        throw WorkbenchException.usage(
                                "%s was saved with another %s: %s, not %s"
                                        .formatted(file, name, shortened(other), shortened(value)),
                                "load the model as it was then, or save again");
                    }
                });
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 16) + "…" : text;
    }

    private static WorkbenchException damaged(Path file, String problem) {
        return WorkbenchException.damaged(
                file + ": not a usable saved state: " + problem, "delete it and save again");
    }
}
