package dev.engram.engram.internal.semantic;

import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** What the semantic channel says, whatever files it is spread over. */
public final class SemanticDigest {

    private SemanticDigest() {}

    /**
     * The SHA-256 over the format and the trits of all files that count, in the order of their
     * paths.
     *
     * @param trits of each part, where they are made
     */
    public static Id of(
            SemanticFormat format,
            List<Searcher.Part> parts,
            List<Optional<SemanticReader>> trits) {
        TreeMap<byte[], Id> files = new TreeMap<>(Arrays::compareUnsigned);
        for (int p = 0; p < parts.size(); p++) {
            SegmentReader segment = parts.get(p).segment();
            for (int f = 0; f < segment.files(); f++) {
                if (!parts.get(p).deleted().get(f)) {
                    int from = segment.firstPassage(f);
                    int to = segment.firstPassage(f + 1);
                    boolean made = trits.get(p).map(t -> t.covered() >= to).orElse(false);
                    byte[] rows = made ? trits.get(p).orElseThrow().packed(from, to) : new byte[0];
                    files.put(segment.path(f), Id.hash(rows));
                }
            }
        }
        ByteWriter all = new ByteWriter(1 << 16);
        format.write(all);
        files.forEach((path, rows) -> all.block(path).id(rows));
        return Id.hash(all.toByteArray());
    }
}
