package dev.engram.engram.internal.semantic;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.SectionFile;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/** Reads the semantic trits of one segment through memory mapping. Thread-safe. */
public final class SemanticReader {

    /** Passages whose bytes are copied to the heap at once, where sums are quickest. */
    private static final int BLOCK = 512;

    private final Id id;
    private final SectionFile.Mapped mapped;
    private final Id segment;
    private final int dimension;
    private final int passages;
    private final int covered;
    private final int width;
    private final MemorySegment rows;

    private SemanticReader(Id id, SectionFile.Mapped mapped) {
        this.id = id;
        this.mapped = mapped;
        byte[] bytes = mapped.sections().get(SemanticWriter.META).toArray(ValueLayout.JAVA_BYTE);
        ByteReader meta = new ByteReader(bytes, mapped.name());
        this.segment = meta.id();
        this.dimension = meta.varint(1 << 20);
        this.passages = meta.varint(Integer.MAX_VALUE);
        this.covered = meta.varint(passages);
        this.width = TritPacking.bytes(dimension);
        this.rows = mapped.sections().get(SemanticWriter.ROWS);
        if (rows.byteSize() != (long) covered * width) {
            throw meta.damaged("its counts do not fit its sections");
        }
    }

    /** Maps a file for the life of {@code arena}. */
    public static SemanticReader open(StoreLayout layout, Id id, Arena arena) throws IOException {
        return new SemanticReader(
                id, SectionFile.map(layout, FileKind.SEMANTIC, id, SemanticWriter.SECTIONS, arena));
    }

    public Id id() {
        return id;
    }

    /** The segment whose passages these are. */
    public Id segment() {
        return segment;
    }

    public int dimension() {
        return dimension;
    }

    /** Passages of the segment. */
    public int passages() {
        return passages;
    }

    /** The first so many passages are embedded. */
    public int covered() {
        return covered;
    }

    public boolean isComplete() {
        return covered == passages;
    }

    private WorkbenchException damaged(String problem) {
        return new ByteReader(new byte[0], mapped.name()).damaged(problem);
    }

    /**
     * The dot product of the query with every passage; 0 where a passage is not embedded yet.
     *
     * @return one sum for each passage of the segment
     */
    public int[] dotProducts(SemanticQuery query) {
        int[] sums = new int[passages];
        short[][] tables = query.tables(dimension);
        byte[] block = new byte[BLOCK * width];
        for (int from = 0; from < covered; from += BLOCK) {
            int count = Math.min(BLOCK, covered - from);
            MemorySegment.copy(
                    rows, ValueLayout.JAVA_BYTE, (long) from * width, block, 0, count * width);
            // byte place by byte place: a place's table stays in the nearest cache
            for (int j = 0; j + 1 < width; j += 2) {
                add(block, j, tables[j], tables[j + 1], sums, from, count);
            }
            if (width % 2 == 1) {
                short[] last = tables[width - 1];
                for (int p = 0; p < count; p++) {
                    sums[from + p] += last[block[p * width + width - 1] & 0xFF];
                }
            }
        }
        return sums;
    }

    private void add(
            byte[] block, int j, short[] first, short[] second, int[] sums, int from, int count) {
        int at = j;
        for (int p = from; p < from + count; p++) {
            sums[p] += first[block[at] & 0xFF] + second[block[at + 1] & 0xFF];
            at += width;
        }
    }

    /** The trits of an embedded passage, -1, 0 or 1 each. */
    public int[] trits(int passage) {
        byte[] row = packed(passage, passage + 1);
        int[] trits = new int[dimension];
        for (int i = 0; i < dimension; i++) {
            trits[i] =
                    TritPacking.trit(
                            row[i / TritPacking.PER_BYTE] & 0xFF, i % TritPacking.PER_BYTE);
        }
        return trits;
    }

    /** The bytes of some embedded passages. */
    public byte[] packed(int from, int to) {
        return rows.asSlice((long) from * width, (long) (to - from) * width)
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /** The embedded passages, less some. */
    public PassageTrits without(BitSet deleted) {
        PassageTrits trits = new PassageTrits();
        for (int from = deleted.nextClearBit(0); from < covered; ) {
            int next = deleted.nextSetBit(from);
            int to = next < 0 ? covered : Math.min(covered, next);
            trits.add(packed(from, to), to - from);
            from = deleted.nextClearBit(to);
        }
        return trits;
    }

    /**
     * Reads everything in a way that fails where it makes no sense.
     *
     * @throws WorkbenchException DAMAGED
     */
    public void verify() {
        if (!mapped.isWhole()) {
            throw damaged("a section is not what was written");
        }
        for (int p = 0; p < covered; p++) {
            for (byte packed : packed(p, p + 1)) {
                if ((packed & 0xFF) >= TritPacking.VALUES) {
                    throw damaged("a passage is not ternary");
                }
            }
        }
    }
}
