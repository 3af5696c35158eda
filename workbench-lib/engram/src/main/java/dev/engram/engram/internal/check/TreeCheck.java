package dev.engram.engram.internal.check;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.CheckResult.Problem;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.ChunkIndex;
import dev.engram.engram.internal.store.ChunkPlace;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.PackReader;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows the manifests of all snapshots and says which files are lost by damaged packs. */
final class TreeCheck {

    private static final int NAMED_FILES = 3;

    private final StoreLayout layout;
    private final List<ChunkIndex> indexes;
    private final Map<Id, Set<Id>> lostPacks;
    private final Map<Id, Id> packOfLost = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<Id, List<String>> lostFiles = new LinkedHashMap<>();
    private final Map<Id, Boolean> lostFolders = new HashMap<>();
    private String source = "DIR";

    /**
     * @param lostPacks the chunks that each damaged pack has lost
     */
    TreeCheck(StoreLayout layout, List<ChunkIndex> indexes, Map<Id, Set<Id>> lostPacks) {
        this.layout = layout;
        this.indexes = indexes;
        this.lostPacks = lostPacks;
        lostPacks.forEach((pack, chunks) -> chunks.forEach(c -> packOfLost.put(c, pack)));
    }

    List<Problem> check(Map<Id, Snapshot> snapshots) throws IOException {
        Set<List<ChunkRef>> seen = new HashSet<>();
        // the newest first, so that files are named as they are now
        for (Map.Entry<Id, Snapshot> entry : new ArrayList<>(snapshots.entrySet()).reversed()) {
            source = entry.getValue().source();
            for (List<ChunkRef> tree : entry.getValue().trees()) {
                walk(tree, seen);
            }
        }
        lostPacks.keySet().forEach(this::packProblem);
        return problems;
    }

    private void packProblem(Id pack) {
        List<String> files = lostFiles.getOrDefault(pack, List.of());
        StringBuilder lost = new StringBuilder();
        if (lostFolders.containsKey(pack)) {
            lost.append("folders of the manifest, with all that is in them");
        }
        if (!files.isEmpty()) {
            lost.append(lost.isEmpty() ? "" : "; ").append(named(files));
        }
        problems.add(
                new Problem(
                        layout.name(new FileRef(FileKind.PACK, pack)),
                        "pack",
                        lost.isEmpty() ? "nothing that a snapshot needs" : lost.toString(),
                        Checker.repairFrom(source, layout)));
    }

    /** {@code 4 files: a, b, c, …}. */
    static String named(List<String> files) {
        return files.size()
                + (files.size() == 1 ? " file: " : " files: ")
                + String.join(", ", files.subList(0, Math.min(NAMED_FILES, files.size())))
                + (files.size() > NAMED_FILES ? ", …" : "");
    }

    private record Step(byte[] path, List<ChunkRef> node) {}

    private void walk(List<ChunkRef> top, Set<List<ChunkRef>> seen) throws IOException {
        Deque<Step> todo = new ArrayDeque<>();
        todo.push(new Step(new byte[0], top));
        while (!todo.isEmpty()) {
            Interrupts.check("the check is incomplete");
            Step step = todo.pop();
            if (!seen.add(step.node)) {
                continue;
            }
            Optional<TreeNode> node = node(step);
            if (node.isEmpty()) {
                continue;
            }
            for (TreeEntry entry : node.get().entries()) {
                byte[] path = TreeReader.join(step.path, entry.name());
                if (entry instanceof FolderEntry folder) {
                    todo.push(new Step(path, folder.node()));
                } else if (entry instanceof FileEntry file) {
                    file(path, file);
                }
            }
        }
    }

    private void file(byte[] path, FileEntry file) {
        for (ChunkRef ref : file.chunks()) {
            Id pack = packOfLost.get(ref.id());
            if (pack != null) {
                List<String> files = lostFiles.computeIfAbsent(pack, p -> new ArrayList<>());
                String text = PathBytes.text(path);
                if (files.isEmpty() || !files.getLast().equals(text)) {
                    files.add(text);
                }
            } else {
                Optional<ChunkPlace> place = place(ref.id());
                if (place.isEmpty() || place.get().length() != ref.length()) {
                    manifestProblem(path, "the content of this file: a chunk is nowhere");
                    return;
                }
            }
        }
    }

    private Optional<ChunkPlace> place(Id chunk) {
        for (ChunkIndex index : indexes) {
            ChunkPlace place = index.find(chunk);
            if (place != null) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private void manifestProblem(byte[] path, String lost) {
        problems.add(
                new Problem(
                        path.length == 0 ? "/" : PathBytes.text(path),
                        "manifest",
                        lost,
                        Checker.repairFrom(source, layout)));
    }

    /** Reads a folder's node, if all of it is whole and makes sense. */
    private Optional<TreeNode> node(Step step) throws IOException {
        byte[] content = new byte[Math.toIntExact(TreeNode.size(step.node))];
        int at = 0;
        for (ChunkRef ref : step.node) {
            Id pack = packOfLost.get(ref.id());
            if (pack != null) {
                lostFolders.put(pack, true);
                return Optional.empty();
            }
            Optional<ChunkPlace> found = place(ref.id());
            if (found.isEmpty()) {
                manifestProblem(step.path, "this folder with all that is in it");
                return Optional.empty();
            }
            ChunkPlace place = found.get();
            try (PackReader reader = new PackReader(layout, place.pack())) {
                byte[] frame =
                        reader.frame(
                                place.frameOffset(),
                                place.storedBytes(),
                                place.rawBytes(),
                                place.checksum());
                byte[] chunk =
                        Arrays.copyOfRange(frame, place.offset(), place.offset() + place.length());
                if (chunk.length != ref.length() || !Id.hash(chunk).equals(ref.id())) {
                    throw WorkbenchException.damaged("a chunk is not what its name says", "");
                }
                System.arraycopy(chunk, 0, content, at, chunk.length);
                at += chunk.length;
            } catch (WorkbenchException e) {
                manifestProblem(step.path, "this folder with all that is in it");
                return Optional.empty();
            }
        }
        try {
            return Optional.of(TreeNode.read(content, "a folder of the manifest"));
        } catch (WorkbenchException e) {
            manifestProblem(
                    step.path, "this folder with all that is in it: its entries make no sense");
            return Optional.empty();
        }
    }
}
