package dev.engram.engram.internal.index;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.SectionFile;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Reads one segment through memory mapping. Thread-safe. */
public final class SegmentReader {

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_PATH_BYTES = 1 << 30;
    private static final int MAX_LIST = Integer.MAX_VALUE - 8;

    private final String name;
    private final Id id;
    private final SectionFile.Mapped mapped;
    private final LexicalFormat format;
    private final int passages;
    private final int files;
    private final int terms;
    private final long postings;
    private final MemorySegment fileTable;
    private final MemorySegment places;
    private final MemorySegment termTable;
    private final MemorySegment postingBytes;
    private final MemorySegment positions;
    private final MemorySegment excess;
    private volatile byte @Nullable [][] paths;
    private final byte[] knownGrades;

    private SegmentReader(Id id, SectionFile.Mapped mapped) {
        this.id = id;
        this.name = mapped.name();
        this.mapped = mapped;
        ByteReader meta = new ByteReader(bytes(section(SegmentWriter.META)), name);
        int dimension = meta.varint(1 << 30);
        int depth = meta.varint(64);
        int unit = meta.varint(64);
        int maxTrits = meta.varint(1 << 20);
        try {
            this.format = LexicalFormat.of(dimension);
        } catch (WorkbenchException e) {
            throw meta.damaged("its dimension is unknown");
        }
        if (format.depth() != depth || format.unit() != unit || format.maxTrits() != maxTrits) {
            throw meta.damaged("its format constants are not those of its dimension");
        }
        this.passages = meta.varint(Integer.MAX_VALUE);
        this.files = meta.varint(Integer.MAX_VALUE);
        this.terms = meta.varint(Integer.MAX_VALUE);
        this.postings = meta.varint();
        this.fileTable = section(SegmentWriter.FILES);
        this.places = section(SegmentWriter.PLACES);
        this.termTable = section(SegmentWriter.TERMS);
        this.postingBytes = section(SegmentWriter.POSTINGS);
        this.positions = section(SegmentWriter.POSITIONS);
        this.excess = section(SegmentWriter.EXCESS);
        int blocks = (dimension + SegmentWriter.POSITION_BLOCK - 1) / SegmentWriter.POSITION_BLOCK;
        if (fileTable.byteSize() != (files + 1L) * 8
                || termTable.byteSize() != terms * 20L + 8
                || positions.byteSize() < (blocks + 1L) * 4
                || excess.byteSize() < (blocks + 1L) * 4) {
            throw meta.damaged("its counts do not fit its sections");
        }
        this.knownGrades = new byte[terms];
    }

    /** Maps a segment for the life of {@code arena}. */
    public static SegmentReader open(StoreLayout layout, Id id, Arena arena) throws IOException {
        return new SegmentReader(
                id, SectionFile.map(layout, FileKind.SEGMENT, id, SegmentWriter.SECTIONS, arena));
    }

    private MemorySegment section(int number) {
        return mapped.sections().get(number);
    }

    private static byte[] bytes(MemorySegment segment) {
        return segment.toArray(ValueLayout.JAVA_BYTE);
    }

    WorkbenchException damaged(String problem) {
        return new ByteReader(new byte[0], name).damaged(problem);
    }

    private byte[] slice(MemorySegment section, long from, long to) {
        if (from < 0 || to < from || to > section.byteSize() || to - from > Integer.MAX_VALUE - 8) {
            throw damaged("an offset leads outside");
        }
        return bytes(section.asSlice(from, to - from));
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
        for (int f = 0; f < files; f++) {
            path(f);
            if (firstPassage(f) < 0 || firstPassage(f) > firstPassage(f + 1)) {
                throw damaged("its files make no sense");
            }
            places(f);
        }
        long[] counted = {0};
        for (int t = 0; t < terms; t++) {
            if (t > 0 && hash(t) <= hash(t - 1)) {
                throw damaged("its tokens are out of order");
            }
            long before = counted[0];
            postings(t, (passage, grade) -> counted[0]++);
            if (counted[0] - before != frequency(t)) {
                throw damaged("a frequency is not that of the postings");
            }
        }
        if (counted[0] != postings || firstPassage(files) != passages) {
            throw damaged("its counts are not those of its content");
        }
    }

    public Id id() {
        return id;
    }

    public LexicalFormat format() {
        return format;
    }

    public int passages() {
        return passages;
    }

    public int files() {
        return files;
    }

    public int terms() {
        return terms;
    }

    /** Number of postings, one for each passage and distinct token in it. */
    public long postings() {
        return postings;
    }

    /** The path of a file. */
    public byte[] path(int file) {
        byte[][] known = paths;
        if (known == null) {
            known = readPaths();
            paths = known;
        }
        return known[file];
    }

    private byte[][] readPaths() {
        byte[] section = bytes(section(SegmentWriter.PATHS));
        ByteReader head = new ByteReader(section, name);
        int size = head.varint(MAX_PATH_BYTES);
        byte[] packed = head.raw(head.remaining());
        byte[] plain;
        try {
            plain = Zstd.decompress(packed, size);
        } catch (ZstdException e) {
            throw damaged("its paths cannot be unpacked");
        }
        if (plain.length != size) {
            throw damaged("its paths cannot be unpacked");
        }
        ByteReader in = new ByteReader(plain, name);
        byte[][] read = new byte[files][];
        for (int f = 0; f < files; f++) {
            read[f] = in.block();
        }
        in.expectEnd();
        return read;
    }

    /** First passage of a file; for {@code file == files()} the number of passages. */
    public int firstPassage(int file) {
        return fileTable.get(INT, file * 8L);
    }

    /** The file of a passage. */
    public int fileOf(int passage) {
        int low = 0;
        int high = files - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (firstPassage(middle) <= passage) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /**
     * Where a passage stands in its file.
     *
     * @param startByte first byte
     * @param endByte byte after the last
     * @param startLine line of the first byte, from 1
     * @param endLine line of the last byte
     */
    public record Place(int startByte, int endByte, int startLine, int endLine) {}

    /** The place of a passage. */
    public Place place(int passage) {
        return places(fileOf(passage))[passage - firstPassage(fileOf(passage))];
    }

    /** The places of all passages of a file. */
    public Place[] places(int file) {
        int count = firstPassage(file + 1) - firstPassage(file);
        long from = fileTable.get(INT, file * 8L + 4) & 0xFFFFFFFFL;
        long to = fileTable.get(INT, (file + 1) * 8L + 4) & 0xFFFFFFFFL;
        ByteReader in = new ByteReader(slice(places, from, to), name);
        if (count < 0 || count > in.remaining() / 4) {
            throw damaged("a file's passages make no sense");
        }
        Place[] found = new Place[count];
        int atByte = 0;
        int atLine = 0;
        for (int p = 0; p < count; p++) {
            int start = atByte + (int) in.signed();
            int end = start + in.varint(Integer.MAX_VALUE);
            int startLine = atLine + (int) in.signed();
            int endLine = startLine + in.varint(Integer.MAX_VALUE);
            if (start < 0 || end < start || startLine < 1 || endLine < startLine) {
                throw damaged("a passage's place makes no sense");
            }
            found[p] = new Place(start, end, startLine, endLine);
            atByte = end;
            atLine = endLine;
        }
        return found;
    }

    /** The number of a token here, or a negative number. */
    public int term(long hash) {
        int low = 0;
        int high = terms - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long value = hash(middle);
            if (value < hash) {
                low = middle + 1;
            } else if (value > hash) {
                high = middle - 1;
            } else {
                return middle;
            }
        }
        return -1;
    }

    /** The hash of a token. */
    public long hash(int term) {
        return termTable.get(LONG, term * 8L);
    }

    /** In how many passages a token occurs. */
    int frequency(int term) {
        return termTable.get(INT, (terms * 2L + 1) * 8 + term * 4L);
    }

    /** Receives the postings of a token. */
    @FunctionalInterface
    public interface PostingSink {
        void posting(int passage, int grade);
    }

    /** The encoded postings of a token. */
    private byte[] postingBytes(int term) {
        long at = (terms + (long) term) * 8;
        return slice(postingBytes, termTable.get(LONG, at), termTable.get(LONG, at + 8));
    }

    /**
     * Copies the encoded postings of a token.
     *
     * @param buffer gives an array for a length
     * @return the length
     */
    int postings(int term, IntFunction<byte[]> buffer) {
        long at = (terms + (long) term) * 8;
        long from = termTable.get(LONG, at);
        long length = termTable.get(LONG, at + 8) - from;
        if (from < 0 || length < 0 || length > Math.min(postingBytes.byteSize() - from, MAX_LIST)) {
            throw damaged("an offset leads outside");
        }
        byte[] into = buffer.apply((int) length);
        MemorySegment.copy(postingBytes, ValueLayout.JAVA_BYTE, from, into, 0, (int) length);
        return (int) length;
    }

    /** Calls {@code sink} for each passage with the token, ascending. */
    public void postings(int term, PostingSink sink) {
        byte[] bytes = postingBytes(term);
        int gradeBits = SegmentWriter.gradeBits(format);
        int mask = (1 << gradeBits) - 1;
        int passage = -1;
        int at = 0;
        while (at < bytes.length) {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes[at++];
                value |= (long) (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0 && at < bytes.length && shift < 63);
            passage += (int) (value >>> gradeBits) + 1;
            if (passage < 0 || passage >= passages) {
                throw damaged("a posting names no passage");
            }
            sink.posting(passage, (int) (value & mask) + 1);
        }
    }

    /**
     * The dot product of the query with every passage.
     *
     * @return one sum for each passage
     */
    public int[] dotProducts(QueryVector query) {
        return dotProducts(query, hash -> true);
    }

    /**
     * The same for some passages: only tokens that {@code wanted} takes count, apart from the
     * query's own.
     */
    int[] dotProducts(QueryVector query, LongPredicate wanted) {
        return new SegmentScan(this, query, wanted).dotProducts();
    }

    /** The highest grade of a token's postings, or 0 while nobody has read them all. */
    int knownGrade(int term) {
        return knownGrades[term];
    }

    /** Several threads may note the same value. */
    void knowGrade(int term, int highest) {
        knownGrades[term] = (byte) highest;
    }

    /** The stored hypervectors of all passages; for tests, studies and sums of moderate size. */
    public List<Hypervector> vectors() {
        List<Counters> sums = new ArrayList<>();
        for (int p = 0; p < passages; p++) {
            sums.add(new Counters(format.dimension()));
        }
        for (int t = 0; t < terms; t++) {
            int[] codes = format.codebook().codes(hash(t));
            postings(
                    t,
                    (passage, grade) ->
                            sums.get(passage)
                                    .add(
                                            Hypervector.of(
                                                    format.dimension(),
                                                    Arrays.copyOf(codes, grade))));
        }
        for (int position = 0; position < format.dimension(); position++) {
            Hypervector unit = Hypervector.of(format.dimension(), position << 1);
            excesses(position, (passage, amount) -> sums.get(passage).add(unit, -amount));
        }
        List<Hypervector> vectors = new ArrayList<>();
        for (Counters sum : sums) {
            if (sum.magnitude() != sum.sign().nonZeros()) {
                throw damaged("a stored vector is not ternary");
            }
            vectors.add(sum.sign());
        }
        return vectors;
    }

    private ByteReader positionList(MemorySegment section, int position) {
        int block = position / SegmentWriter.POSITION_BLOCK;
        int blocks =
                (format.dimension() + SegmentWriter.POSITION_BLOCK - 1)
                        / SegmentWriter.POSITION_BLOCK;
        long base = (blocks + 1) * 4L;
        long from = section.get(INT, block * 4L) & 0xFFFFFFFFL;
        long to = section.get(INT, (block + 1) * 4L) & 0xFFFFFFFFL;
        return new ByteReader(slice(section, base + from, base + to), name);
    }

    /** Calls {@code sink} with each token that owns a position, ascending. */
    public void owners(int position, IntConsumer sink) {
        ByteReader in = positionList(positions, position);
        for (int skip = position % SegmentWriter.POSITION_BLOCK; skip > 0; skip--) {
            for (int n = in.count(1); n > 0; n--) {
                in.varint();
            }
        }
        int term = -1;
        for (int n = in.count(1); n > 0; n--) {
            term += in.varint(terms) + 1;
            if (term >= terms) {
                throw damaged("a position names no token");
            }
            sink.accept(term);
        }
    }

    /** Receives what the sum of tokens has too much at a position. */
    @FunctionalInterface
    public interface ExcessSink {
        void excess(int passage, int amount);
    }

    /** Calls {@code sink} for each passage with an excess at a position, ascending. */
    public void excesses(int position, ExcessSink sink) {
        ByteReader in = positionList(excess, position);
        for (int skip = position % SegmentWriter.POSITION_BLOCK; skip > 0; skip--) {
            for (int n = in.count(2); n > 0; n--) {
                in.varint();
                in.varint();
            }
        }
        int passage = -1;
        for (int n = in.count(2); n > 0; n--) {
            passage += in.varint(passages) + 1;
            int amount = (int) in.signed();
            if (passage >= passages) {
                throw damaged("an excess names no passage");
            }
            sink.excess(passage, amount);
        }
    }
}
