package dev.engram.engram.internal.history;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ReaderPin;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot that stays as long as this is open.
 *
 * @param root the root that names it
 * @param id the snapshot
 * @param pin keeps it
 */
public record PinnedSnapshot(RootFile root, Id id, ReaderPin pin) implements Closeable {

    /**
     * Chooses a snapshot and pins it.
     *
     * @param wanted its id or the beginning of it; empty takes the newest
     * @throws WorkbenchException MISSING or DAMAGED for the engram, USAGE for the snapshot
     */
    public static PinnedSnapshot open(StoreLayout layout, String wanted) throws IOException {
        while (true) {
            Id id = choose(RootFile.read(layout), wanted);
            Optional<ReaderPin> pin = ReaderPin.hold(layout, id);
            if (pin.isEmpty()) {
                // whoever removes it has written a root without it
                Thread.onSpinWait();
                continue;
            }
            boolean kept = false;
            try {
                RootFile root = RootFile.read(layout);
                kept = root.snapshots().contains(id);
                if (kept) {
                    return new PinnedSnapshot(root, id, pin.get());
                }
            } finally {
                if (!kept) {
                    pin.get().close();
                }
            }
        }
    }

    /** The snapshot that an id or its beginning names. */
    static Id choose(RootFile root, String wanted) {
        if (wanted.isEmpty()) {
            return root.head();
        }
        List<Id> matching =
                root.snapshots().stream().filter(id -> id.hex().startsWith(wanted)).toList();
        if (matching.size() != 1) {
            throw WorkbenchException.usage(
                    (matching.isEmpty() ? "no snapshot " : "several snapshots begin with ")
                            + wanted,
                    "all snapshots: workbench engram log -e ENGRAM");
        }
        return matching.getFirst();
    }

    @Override
    public void close() throws IOException {
        pin.close();
    }
}
