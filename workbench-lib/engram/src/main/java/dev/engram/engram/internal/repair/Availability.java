package dev.engram.engram.internal.repair;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkPlace;
import dev.engram.engram.internal.store.ChunkStore;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells what can be read from whole packs. Serves one thread. */
final class Availability {

    private final ChunkStore store;
    private final TreeReader reader;

    /** The chunks that a tree lacks, by its top node. */
    private final Map<List<ChunkRef>, Set<Id>> lost = new HashMap<>();

    /**
     * @param store knows whole packs only
     */
    Availability(ChunkStore store, Snapshot any) {
        this.store = store;
        this.reader = new TreeReader(store, any);
    }

    /** Whether all of some content is there. */
    boolean has(List<ChunkRef> content) {
        for (ChunkRef ref : content) {
            ChunkPlace place = store.find(ref.id());
            if (place == null || place.length() != ref.length()) {
                return false;
            }
        }
        return true;
    }

    /** A folder's node, if it is there and makes sense. */
    Optional<TreeNode> node(List<ChunkRef> refs) throws IOException {
        if (refs.isEmpty() || !has(refs)) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.node(refs));
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.DAMAGED) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * The chunks that a tree lacks, as far as its folders can be read; a folder that makes no sense
     * counts as lacking.
     */
    Set<Id> lost(List<ChunkRef> top) throws IOException {
        Set<Id> known = lost.get(top);
        if (known != null) {
            return known;
        }
        Set<Id> missing = new HashSet<>();
        Set<List<ChunkRef>> seen = new HashSet<>();
        Deque<List<ChunkRef>> todo = new ArrayDeque<>(List.of(top));
        while (!todo.isEmpty()) {
            Interrupts.check("nothing was changed");
            List<ChunkRef> refs = todo.pop();
            if (!seen.add(refs)) {
                continue;
            }
            Optional<TreeNode> node = node(refs);
            if (node.isEmpty()) {
                refs.forEach(ref -> missing.add(ref.id()));
                continue;
            }
            for (TreeEntry entry : node.get().entries()) {
                if (entry instanceof FolderEntry folder) {
                    todo.push(folder.node());
                } else if (entry instanceof FileEntry file && !has(file.chunks())) {
                    file.chunks().stream()
                            .filter(ref -> !has(List.of(ref)))
                            .forEach(ref -> missing.add(ref.id()));
                }
            }
        }
        lost.put(top, missing);
        return missing;
    }
}
