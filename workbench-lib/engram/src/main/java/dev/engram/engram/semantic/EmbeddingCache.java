package dev.engram.engram.semantic;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.EmbedderInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one embedder by the hash of their text, in two files that only grow: first the vectors
 * of a batch are written and forced, then their keys with checksums. So a batch that was cut short
 * is simply not there, and the next one overwrites it. A vector that fails its checksum is not
 * there either.
 *
 * <p>Reads are memory-mapped. One process writes; another that opens the cache meanwhile reads what
 * was there and keeps new vectors to itself ({@link #writable} is false). Thread-safe.
 */
public final class EmbeddingCache implements AutoCloseable {

    private static final long MAGIC = 0x3130434245474E45L; // ENGEBC01, least byte first
    private static final int HEADER = 64;
    private static final int KEY_RECORD = TextKey.BYTES + 8;
    private static final int MAP_RECORDS = 1 << 16;

    private final int dimension;
    private final int vectorBytes;
    // Not channels: those are closed for good when a reading or writing thread is interrupted.
    private final RandomAccessFile keys;
    private final RandomAccessFile vectors;
    private final Path vectorFile;
    private final @Nullable WriterClaim claim;
    private final TextKeyIndex index = new TextKeyIndex();
    private final List<MappedByteBuffer> maps = new ArrayList<>();
    private int count;
    private int damaged;
    private boolean closed;

    private EmbeddingCache(
            int dimension, Path keyFile, Path vectorFile, @Nullable WriterClaim claim)
            throws IOException {
        this.dimension = dimension;
        this.vectorBytes = dimension * Float.BYTES;
        this.vectorFile = vectorFile;
        this.claim = claim;
        this.keys = new RandomAccessFile(keyFile.toFile(), "rw");
        this.vectors = new RandomAccessFile(vectorFile.toFile(), "rw");
    }

    /**
     * Opens the cache of an embedder, or makes it.
     *
     * @param folder holds the caches of all embedders, one pair of files each
     * @throws WorkbenchException DAMAGED where a file is of another kind or embedder, RESOURCE
     *     where it cannot be opened
     */
    public static EmbeddingCache open(Path folder, EmbedderInfo embedder) {
        Path keyFile = folder.resolve(embedder.fingerprint() + ".keys");
        Path vectorFile = folder.resolve(embedder.fingerprint() + ".vectors");
        try {
            Files.createDirectories(folder);
            EmbeddingCache cache =
                    new EmbeddingCache(
                            embedder.dimension(),
                            keyFile,
                            vectorFile,
                            WriterClaim.take(folder.resolve(embedder.fingerprint() + ".lock")));
            try {
                cache.readKeys(embedder, keyFile);
                return cache;
            } catch (IOException | RuntimeException e) {
                cache.close();
                throw e;
            }
        } catch (IOException e) {
            throw failed("open", keyFile, e);
        }
    }

    private void readKeys(EmbedderInfo embedder, Path keyFile) throws IOException {
        ByteBuffer header = header(embedder);
        if (keys.length() < HEADER) {
            if (writable()) {
                writeFully(keys, header, 0);
                keys.getFD().sync();
            }
            return;
        }
        ByteBuffer found = ByteBuffer.allocate(HEADER);
        readFully(keys, found, 0);
        if (!found.equals(header)) {
            throw WorkbenchException.damaged(
                    "not the embedding cache of " + embedder.name() + ": " + keyFile,
                    "delete it; it is filled again from the passages");
        }
        long whole = Math.min(keys.length() - HEADER, Integer.MAX_VALUE - 7L) / KEY_RECORD;
        long available = Math.min(whole, vectors.length() / vectorBytes);
        ByteBuffer records = ByteBuffer.allocate(KEY_RECORD * 4096).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 0; at < available; ) {
            int batch = (int) Math.min(4096, available - at);
            records.clear().limit(batch * KEY_RECORD);
            readFully(keys, records, HEADER + at * KEY_RECORD);
            for (int i = 0; i < batch; i++, at++) {
                takeKey(records, i * KEY_RECORD, (int) at);
            }
        }
        count = (int) available;
    }

    private void takeKey(ByteBuffer records, int offset, int slot) {
        if (records.getInt(offset + TextKey.BYTES + 4) == keyChecksum(records, offset)) {
            index.put(
                    new TextKey(records.getLong(offset), records.getLong(offset + 8)),
                    slot,
                    records.getInt(offset + TextKey.BYTES));
        } else {
            damaged++;
        }
    }

    /** Whether this process may add vectors. */
    public boolean writable() {
        return claim != null;
    }

    /** Texts whose vectors are kept. */
    public synchronized int size() {
        return index.size();
    }

    /** Records found damaged since the cache was opened; their vectors are made anew. */
    public synchronized int damaged() {
        return damaged;
    }

    /** The vector of a text, if it is kept and whole; the caller owns it. */
    public synchronized Optional<float[]> get(String text) {
        requireOpen();
        TextKey key = TextKey.of(text);
        int slot = index.slot(key);
        if (slot < 0) {
            return Optional.empty();
        }
        try {
            ByteBuffer record = record(slot);
            if (checksum(record) != index.checksum(key)) {
                index.remove(key);
                damaged++;
                return Optional.empty();
            }
            float[] vector = new float[dimension];
            record.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
            return Optional.of(vector);
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot read the embedding cache: " + e.getMessage(), "check the disk", e);
        }
    }

    private ByteBuffer record(int slot) throws IOException {
        int chunk = slot / MAP_RECORDS;
        while (maps.size() <= chunk) {
            maps.add(map(maps.size()));
        }
        int needed = (slot % MAP_RECORDS + 1) * vectorBytes;
        if (maps.get(chunk).capacity() < needed) {
            maps.set(chunk, map(chunk));
        }
        return maps.get(chunk).slice(slot % MAP_RECORDS * vectorBytes, vectorBytes);
    }

    private MappedByteBuffer map(int chunk) throws IOException {
        long from = (long) chunk * MAP_RECORDS * vectorBytes;
        long size = Math.min((long) MAP_RECORDS * vectorBytes, vectors.length() - from);
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(vectorFile, StandardOpenOption.READ)) {
                    return channel.map(FileChannel.MapMode.READ_ONLY, from, size);
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Adds a batch durably: when it returns, the vectors outlive a crash. Texts already kept and
     * batches offered while the cache is not {@link #writable} are passed over.
     *
     * @throws WorkbenchException RESOURCE where the disk refuses; the cache stays as it was
     */
    public synchronized void putAll(List<String> texts, float[][] batch) {
        requireOpen();
        if (texts.size() != batch.length) {
            throw new IllegalArgumentException(texts.size() + " texts, " + batch.length);
        }
        if (!writable()) {
            return;
        }
        List<TextKey> added = new ArrayList<>();
        ByteBuffer data =
                ByteBuffer.allocate(batch.length * vectorBytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < batch.length; i++) {
            TextKey key = TextKey.of(texts.get(i));
            if (batch[i].length != dimension) {
                throw new IllegalArgumentException("a vector of " + batch[i].length);
            }
            if (index.slot(key) < 0 && !added.contains(key)) {
                added.add(key);
                for (float value : batch[i]) {
                    data.putFloat(value);
                }
            }
        }
        data.flip();
        ByteBuffer records =
                ByteBuffer.allocate(added.size() * KEY_RECORD).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < added.size(); i++) {
            int offset = i * KEY_RECORD;
            records.putLong(offset, added.get(i).high()).putLong(offset + 8, added.get(i).low());
            records.putInt(
                    offset + TextKey.BYTES, checksum(data.slice(i * vectorBytes, vectorBytes)));
            records.putInt(offset + TextKey.BYTES + 4, keyChecksum(records, offset));
        }
        try {
            writeFully(vectors, data, (long) count * vectorBytes);
            vectors.getFD().sync();
            writeFully(keys, records.duplicate(), HEADER + (long) count * KEY_RECORD);
            keys.getFD().sync();
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot store embeddings: " + e.getMessage(),
                    "free some space; what was stored before stays",
                    e);
        }
        for (int i = 0; i < added.size(); i++) {
            index.put(added.get(i), count + i, records.getInt(i * KEY_RECORD + TextKey.BYTES));
        }
        count += added.size();
    }

    private static ByteBuffer header(EmbedderInfo embedder) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(embedder.dimension());
        TextKey fingerprint = TextKey.of(embedder.fingerprint());
        header.putLong(fingerprint.high()).putLong(fingerprint.low());
        return header.clear();
    }

    private static int keyChecksum(ByteBuffer records, int offset) {
        return checksum(records.slice(offset, TextKey.BYTES + 4));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return (int) crc.getValue();
    }

    private static void writeFully(RandomAccessFile file, ByteBuffer bytes, long position)
            throws IOException {
        file.seek(position);
        file.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static void readFully(RandomAccessFile file, ByteBuffer bytes, long position)
            throws IOException {
        file.seek(position);
        file.readFully(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed");
        }
    }

    private static WorkbenchException failed(String what, Path file, IOException e) {
        return WorkbenchException.resource(
                "cannot " + what + " the embedding cache " + file + ": " + e.getMessage(),
                "check space and permissions",
                e);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        maps.clear();
        try (keys;
                vectors) {
            if (claim != null) {
                claim.close();
            }
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot close the embedding cache: " + e.getMessage(), "check the disk", e);
        }
    }
}
