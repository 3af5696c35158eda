package dev.engram.engram.internal.commit;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.ReaderPin;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Removes every file that neither the root's snapshots nor a reader's need. */
public final class Sweep {

    private static final System.Logger LOG = System.getLogger(Sweep.class.getName());

    private Sweep() {}

    /**
     * What was removed.
     *
     * @param files how many files
     * @param bytes their sizes together
     * @param pinned snapshots that the root does not name and that stay because they are being read
     */
    public record Swept(long files, long bytes, List<Id> pinned) {

        public Swept {
            pinned = List.copyOf(pinned);
        }
    }

    /**
     * Removes what is not needed; what cannot be removed stays and does no harm. The snapshots go
     * first, so that none is ever left without what it needs. Only the owner of the writer lock may
     * call this.
     *
     * @throws dev.engram.base.WorkbenchException DAMAGED if it cannot be told what is needed; then
     *     nothing is removed
     */
    public static Swept unneeded(StoreFiles files, StoreLayout layout) throws IOException {
        Set<Id> kept = new HashSet<>();
        if (Files.exists(layout.root())) {
            kept.addAll(RootFile.read(layout).snapshots());
        } else if (layout.hasSnapshots()) {
            throw layout.rootMissing();
        }
        List<ReaderPin> alone = new ArrayList<>();
        try {
            List<Id> pinned = new ArrayList<>();
            List<FileRef> snapshots = layout.files(FileKind.SNAPSHOT);
            if (snapshots.size() < layout.paths(FileKind.SNAPSHOT).size()) {
                throw WorkbenchException.damaged(
                        "damaged: a snapshot of " + layout.folder() + " cannot be decrypted",
                        "find out what is lost: workbench engram check -e "
                                + layout.folder()
                                + " --key FILE");
            }
            for (FileRef snapshot : snapshots) {
                if (kept.contains(snapshot.id())) {
                    continue;
                }
                Optional<ReaderPin> pin = ReaderPin.alone(layout, snapshot.id());
                pin.ifPresent(alone::add);
                if (pin.isEmpty()) {
                    pinned.add(snapshot.id());
                }
            }
            kept.addAll(pinned);
            Set<Path> needed = Needs.paths(layout, kept);
            List<Path> unneeded = new ArrayList<>(layout.paths(FileKind.SNAPSHOT));
            for (FileKind kind : FileKind.values()) {
                if (kind != FileKind.SNAPSHOT) {
                    unneeded.addAll(layout.paths(kind));
                }
            }
            unneeded.removeIf(needed::contains);
            return remove(files, layout, unneeded, pinned);
        } finally {
            for (ReaderPin pin : alone) {
                pin.close();
            }
        }
    }

    private static Swept remove(
            StoreFiles files, StoreLayout layout, List<Path> unneeded, List<Id> pinned)
            throws IOException {
        long count = 0;
        long bytes = 0;
        boolean forced = false;
        for (Path path : unneeded) {
            if (!path.startsWith(layout.folder(FileKind.SNAPSHOT)) && !forced) {
                files.forceFolder(layout.folder(FileKind.SNAPSHOT));
                forced = true;
            }
            try {
                long size = Files.size(path);
                files.delete(path);
                count++;
                bytes += size;
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "left behind: " + path, e);
            }
        }
        return new Swept(count, bytes, pinned);
    }
}
