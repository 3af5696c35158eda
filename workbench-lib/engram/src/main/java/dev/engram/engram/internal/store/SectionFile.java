package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A write-once file of numbered sections that is memory-mapped for reading. Behind the sections
 * stands a directory (offset, length and CRC32C of each), then a tail of directory length (u32),
 * its CRC32C (u32) and a closing magic (u64).
 */
public final class SectionFile {

    private static final long TAIL_MAGIC = 0x444E454E4F495443L;
    private static final int TAIL_BYTES = 16;
    private static final int ROW_BYTES = 20;

    private SectionFile() {}

    /** Writes sections one after the other. */
    public static final class Writer implements Closeable {
        private final HashedOutput output;
        private final ByteWriter directory = new ByteWriter(256);

        public Writer(StoreFiles files, StoreLayout layout, FileKind kind) throws IOException {
            output = new HashedOutput(files, layout, kind);
        }

        /** Appends a section. */
        public void section(ByteWriter content) throws IOException {
            directory.u64(output.position()).u64(content.size());
            directory.u32(Frames.checksum(content.array(), 0, content.size()));
            output.write(content);
        }

        /** Bytes written so far. */
        public long size() {
            return output.position();
        }

        /** Writes directory and tail, and returns the name of the file. */
        public Id finish() throws IOException {
            int length = directory.size();
            directory.u32(length).u32(Frames.checksum(directory.array(), 0, length));
            directory.u64(TAIL_MAGIC);
            output.write(directory);
            return output.finish();
        }

        @Override
        public void close() throws IOException {
            output.close();
        }
    }

    /**
     * The sections of a file.
     *
     * @param name for messages
     * @param sections the mapped sections
     * @param checksums their CRC32C
     */
    public record Mapped(String name, List<MemorySegment> sections, List<Integer> checksums) {

        /** Whether every section is what was written; reads all of the file. */
        public boolean isWhole() {
            byte[] buffer = new byte[1 << 16];
            for (int s = 0; s < sections.size(); s++) {
                java.util.zip.CRC32C crc = new java.util.zip.CRC32C();
                MemorySegment section = sections.get(s);
                for (long at = 0; at < section.byteSize(); at += buffer.length) {
                    int count = (int) Math.min(buffer.length, section.byteSize() - at);
                    MemorySegment.copy(section, ValueLayout.JAVA_BYTE, at, buffer, 0, count);
                    crc.update(buffer, 0, count);
                }
                if ((int) crc.getValue() != checksums.get(s)) {
                    return false;
                }
            }
            return true;
        }
    }

    /**
     * Maps a file for the life of {@code arena} and verifies its directory.
     *
     * @param sectionCount how many sections it must have
     */
    public static Mapped map(
            StoreLayout layout, FileKind kind, Id id, int sectionCount, Arena arena)
            throws IOException {
        String name = layout.display(kind, id);
        MemorySegment file;
        try (StoreInput input = layout.open(kind, id)) {
            file = input.map(arena);
        } catch (NoSuchFileException e) {
            throw damaged(layout, name, "it is missing");
        }
        int directoryBytes = sectionCount * ROW_BYTES;
        long size = file.byteSize();
        long directoryAt = size - TAIL_BYTES - directoryBytes;
        byte[] header = kind.header();
        if (directoryAt < header.length || !Arrays.equals(header, bytes(file, 0, header.length))) {
            throw damaged(layout, name, "it is of another kind, a newer version, or cut off");
        }
        byte[] end = bytes(file, directoryAt, directoryBytes + TAIL_BYTES);
        ByteReader in = new ByteReader(end, name);
        List<MemorySegment> sections = new ArrayList<>();
        List<Integer> checksums = new ArrayList<>();
        for (int s = 0; s < sectionCount; s++) {
            long offset = in.u64();
            long length = in.u64();
            checksums.add(in.u32());
            if (offset < header.length || length < 0 || length > directoryAt - offset) {
                throw damaged(layout, name, "a section leads outside");
            }
            sections.add(file.asSlice(offset, length));
        }
        boolean whole =
                in.u32() == directoryBytes
                        && in.u32() == Frames.checksum(end, 0, directoryBytes)
                        && in.u64() == TAIL_MAGIC;
        if (!whole) {
            throw damaged(layout, name, "its directory is not what was written");
        }
        return new Mapped(name, sections, checksums);
    }

    private static byte[] bytes(MemorySegment file, long at, int length) {
        return file.asSlice(at, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static WorkbenchException damaged(StoreLayout layout, String name, String problem) {
        return WorkbenchException.damaged(
                "damaged: " + name + ": " + problem,
                "find out what is lost: workbench engram check -e " + layout.folder());
    }
}
