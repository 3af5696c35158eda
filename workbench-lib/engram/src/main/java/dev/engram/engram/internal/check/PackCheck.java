package dev.engram.engram.internal.check;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.PackReader;
import dev.engram.engram.internal.store.PackTable;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for what can still be read in a pack whose bytes are not what was written. */
public final class PackCheck {

    private PackCheck() {}

    /**
     * @param frames frames that are whole, with their chunks
     */
    public record Found(List<PackTable.Frame> frames) {

        /** The chunks that are whole. */
        public Set<Id> chunks() {
            Set<Id> ids = new HashSet<>();
            frames.forEach(f -> f.chunks().forEach(c -> ids.add(c.id())));
            return ids;
        }
    }

    /**
     * Reads a pack, frame by frame.
     *
     * @param known the frames according to an index, in case the pack's own table is damaged
     */
    public static Found salvage(StoreLayout layout, Id pack, List<PackTable.Frame> known)
            throws IOException {
        List<PackTable.Frame> whole = new ArrayList<>();
        MessageDigest digest = Id.sha256();
        try (PackReader reader = new PackReader(layout, pack)) {
            List<PackTable.Frame> frames;
            try {
                frames = reader.table().frames();
            } catch (WorkbenchException e) {
                frames = known;
            }
            for (PackTable.Frame frame : frames) {
                try {
                    byte[] content =
                            reader.frame(
                                    frame.offset(),
                                    frame.storedBytes(),
                                    frame.rawBytes(),
                                    frame.checksum());
                    if (matches(digest, content, frame)) {
                        whole.add(frame);
                    }
                } catch (WorkbenchException e) {
                    // this frame is lost; the others may not be
                }
            }
        } catch (WorkbenchException e) {
            return new Found(List.of());
        }
        return new Found(whole);
    }

    private static boolean matches(MessageDigest digest, byte[] content, PackTable.Frame frame) {
        int at = 0;
        for (PackTable.Chunk chunk : frame.chunks()) {
            if (chunk.length() > content.length - at
                    || !Id.hash(digest, content, at, chunk.length()).equals(chunk.id())) {
                return false;
            }
            at += chunk.length();
        }
        return true;
    }
}
