package dev.engram.engram.internal.nodes;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import java.io.IOException;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Searches a snapshot from coarse to fine: folders by their nodes, then passages exactly. */
public final class RoutedSearch {

    /**
     * What was found.
     *
     * @param matches the best passages of the groups that were searched, with their exact scores
     * @param folders the folders of these groups, best first
     */
    public record Found(List<Searcher.Match> matches, List<String> folders) {}

    private final Searcher searcher;
    private final FolderNodes nodes;
    private final NodeGroups groups;
    private final Router router;

    private RoutedSearch(Searcher searcher, FolderNodes nodes, NodeGroups groups) {
        this.searcher = searcher;
        this.nodes = nodes;
        this.groups = groups;
        this.router = new Router(nodes, searcher.parts());
    }

    /** The file of a snapshot's nodes, if it has them. */
    public static Optional<FileRef> file(Snapshot snapshot) {
        return snapshot.extension(Extension.Kind.NODES)
                .flatMap(e -> e.files().stream().findFirst());
    }

    /** What a snapshot says about its nodes. */
    public static Extension extension(FileRef file) {
        return new Extension(Extension.Kind.NODES, List.of(file), List.of(), new byte[0]);
    }

    /**
     * Reads the nodes of a snapshot.
     *
     * @throws WorkbenchException MISSING if it has none, DAMAGED
     */
    public static RoutedSearch open(StoreLayout layout, Snapshot snapshot, Searcher searcher)
            throws IOException {
        Optional<FileRef> file = file(snapshot);
        if (file.isEmpty()) {
            throw WorkbenchException.missing(
                    layout.folder().getFileName() + " has no vectors of folders to descend by",
                    "ingest it again with --nodes, or search without --hierarchical");
        }
        FolderNodes nodes = FolderNodes.read(layout, file.get().id());
        NodeGroups groups = new NodeGroups(searcher.parts());
        if (!nodes.areOf(groups)) {
            throw WorkbenchException.damaged(
                    "damaged: "
                            + layout.display(FileKind.NODES, file.get().id())
                            + ": its folders are not those of the index",
                    "find out what is lost: workbench engram check -e " + layout.folder());
        }
        return new RoutedSearch(searcher, nodes, groups);
    }

    /**
     * Descends to the best groups of files and searches their passages.
     *
     * @param k how many passages at most
     * @param beam how many folders are followed on each level, and groups searched
     * @param bestPerFile whether at most one passage of a file is taken
     */
    public Found search(QueryVector query, int k, int beam, boolean bestPerFile) {
        int[] chosen = router.descend(router.scores(query), beam);
        BitSet wanted = new BitSet(groups.count());
        Set<String> folders = new LinkedHashSet<>();
        for (int node : chosen) {
            wanted.set(nodes.tree().group(node));
            folders.add(PathBytes.text(nodes.tree().path(node)));
        }
        return new Found(
                searcher.search(
                        query,
                        k,
                        bestPerFile,
                        (part, file) -> {
                            int group = groups.of(part, file);
                            return group >= 0 && wanted.get(group);
                        },
                        hash -> router.occurs(hash, wanted)),
                List.copyOf(folders));
    }
}
