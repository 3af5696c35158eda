package dev.engram.engram.internal.tree;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The extension that names what a repair could not save. Payload: a list of (kind u8: 0 file, 1
 * folder; path block), in the order of the paths.
 */
public final class LostPaths {

    private LostPaths() {}

    /**
     * A path that is in the tree no more.
     *
     * @param path below the top folder; not to be changed
     * @param isFolder whether it was a folder, lost with all that was in it
     */
    public record Lost(byte[] path, boolean isFolder) {}

    /** The extension for some paths; none if there are none. A path counts once. */
    public static Optional<Extension> extension(List<Lost> lost) {
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        TreeMap<byte[], Boolean> sorted = new TreeMap<>(Arrays::compareUnsigned);
        lost.forEach(l -> sorted.put(l.path(), l.isFolder()));
        ByteWriter out = new ByteWriter(64);
        out.varint(sorted.size());
        for (Map.Entry<byte[], Boolean> entry : sorted.entrySet()) {
            out.u8(entry.getValue() ? 1 : 0).block(entry.getKey());
        }
        return Optional.of(
                new Extension(Extension.Kind.LOST, List.of(), List.of(), out.toByteArray()));
    }

    /** What a snapshot has lost. */
    public static List<Lost> of(Snapshot snapshot) {
        Optional<Extension> extension = snapshot.extension(Extension.Kind.LOST);
        if (extension.isEmpty()) {
            return List.of();
        }
        ByteReader in = new ByteReader(extension.get().payload(), "the lost paths of a snapshot");
        List<Lost> lost = new ArrayList<>();
        for (int n = in.count(2); n > 0; n--) {
            int kind = in.u8();
            if (kind > 1) {
                throw in.damaged("a lost path is neither file nor folder");
            }
            lost.add(new Lost(in.block(), kind == 1));
        }
        in.expectEnd();
        return lost;
    }
}
