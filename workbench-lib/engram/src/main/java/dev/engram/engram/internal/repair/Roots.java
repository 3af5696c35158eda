package dev.engram.engram.internal.repair;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.RepairResult.Action;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.BitRepair;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the snapshots of an engram, also without a root, or with damaged files of snapshots. */
final class Roots {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final List<Action> actions;
    private Optional<RootFile> root = Optional.empty();
    private boolean allRead = true;

    /**
     * @param actions receives what was done
     */
    Roots(StoreFiles files, StoreLayout layout, List<Action> actions) {
        this.files = files;
        this.layout = layout;
        this.actions = actions;
    }

    /** The root, if it can be read. */
    Optional<RootFile> root() {
        return root;
    }

    /** Whether no snapshot was given up. */
    boolean allRead() {
        return allRead;
    }

    /**
     * The snapshots, the oldest first.
     *
     * @throws WorkbenchException DAMAGED if there is none, or if a newer workbench wrote it
     */
    Map<Id, Snapshot> find() throws IOException {
        List<Id> ids;
        try {
            if (!Files.exists(layout.root())) {
                throw layout.rootMissing();
            }
            root = Optional.of(RootFile.read(layout));
            ids = root.get().snapshots();
        } catch (WorkbenchException e) {
            if (e.category() != WorkbenchException.Category.DAMAGED || RootFile.isNewer(layout)) {
                throw e;
            }
            ids = layout.ids(FileKind.SNAPSHOT);
        }
        Map<Id, Snapshot> found = new LinkedHashMap<>();
        for (Id id : ids) {
            read(id).ifPresent(s -> found.put(id, s));
        }
        if (found.isEmpty()) {
            throw WorkbenchException.damaged(
                    "damaged: no snapshot of " + layout.folder() + " can be read",
                    "make a new engram of the folder: workbench engram ingest DIR -e NEW.engram");
        }
        if (root.isPresent()) {
            return found;
        }
        actions.add(
                new Action("root", "root", "made anew; it names " + found.size() + " snapshots"));
        return ordered(found);
    }

    private Optional<Snapshot> read(Id id) throws IOException {
        try {
            return Optional.of(Snapshot.read(layout, id));
        } catch (WorkbenchException e) {
            FileRef ref = new FileRef(FileKind.SNAPSHOT, id);
            byte[] bytes =
                    !layout.isEncrypted() && Files.exists(layout.path(ref))
                            ? Files.readAllBytes(layout.path(ref))
                            : new byte[0];
            if (Id.hash(bytes).equals(id)) {
                throw e; // whole, and of a kind that only a newer workbench knows
            }
            Optional<byte[]> mended = BitRepair.byHash(bytes, id);
            if (mended.isPresent()) {
                replace(ref, mended.get());
                actions.add(new Action(layout.name(ref), "snapshot", "one wrong bit set right"));
                return Optional.of(Snapshot.read(layout, id));
            }
            allRead = false;
            actions.add(new Action(layout.name(ref), "snapshot", "given up: it cannot be read"));
            return Optional.empty();
        }
    }

    /** Writes a file anew whose content is known again. */
    void replace(FileRef ref, byte[] content) throws IOException {
        var temporary = layout.temporary().resolve(ref.id().hex() + ref.kind().extension());
        try (StoreFiles.Output output = files.create(temporary)) {
            output.write(content, 0, content.length);
            output.force();
        }
        files.move(temporary, layout.path(ref));
        files.forceFolder(layout.folder(ref.kind()));
    }

    /** By time, and each after the one before it. */
    private static Map<Id, Snapshot> ordered(Map<Id, Snapshot> found) {
        List<Map.Entry<Id, Snapshot>> entries = new ArrayList<>(found.entrySet());
        entries.sort(Comparator.comparingLong(e -> e.getValue().epochMillis()));
        Map<Id, Snapshot> ordered = new LinkedHashMap<>();
        while (ordered.size() < found.size()) {
            for (Map.Entry<Id, Snapshot> entry : entries) {
                Optional<Id> parent = entry.getValue().parent();
                boolean waits =
                        parent.isPresent()
                                && found.containsKey(parent.get())
                                && !ordered.containsKey(parent.get());
                if (!waits) {
                    ordered.putIfAbsent(entry.getKey(), entry.getValue());
                }
            }
        }
        return ordered;
    }
}
