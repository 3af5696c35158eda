package dev.engram.engram;

import dev.engram.engram.internal.history.PinnedSnapshot;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Describes snapshots. */
final class Infos {

    private Infos() {}

    static EngramInfo of(
            StoreLayout layout, PinnedSnapshot pinned, Snapshot snapshot, EngramSearch search)
            throws IOException {
        return new EngramInfo(
                layout.folder().toString(),
                pinned.id().hex(),
                pinned.root().snapshots().size(),
                Instant.ofEpochMilli(snapshot.epochMillis()).toString(),
                snapshot.source(),
                snapshot.files(),
                snapshot.folders(),
                snapshot.links(),
                snapshot.bytes(),
                layout.sizeOf(FileKind.PACK)
                        + layout.sizeOf(FileKind.CHUNKS)
                        + layout.sizeOf(FileKind.SNAPSHOT),
                layout.sizeOf(FileKind.SEGMENT) + layout.sizeOf(FileKind.SEMANTIC),
                snapshot.passages(),
                snapshot.dimension(),
                search.semantic().map(SemanticFormat::embedder).orElse(""),
                search.embedded(),
                snapshot.tree().getFirst().id().hex(),
                layout.isEncrypted());
    }

    static Listing list(TreeReader tree, PathFilter filter) throws IOException {
        List<Listing.Entry> entries = new ArrayList<>();
        tree.walk(
                (path, entry) -> {
                    if (!filter.takes(path, false)) {
                        return;
                    }
                    String mode = String.format("%04o", entry.mode());
                    String time = Listing.time(entry.mtimeNanos());
                    String text = PathBytes.text(path);
                    entries.add(
                            switch (entry) {
                                case FileEntry f ->
                                        new Listing.Entry(text, "file", mode, time, f.size(), "");
                                case FolderEntry f ->
                                        new Listing.Entry(text, "folder", mode, time, 0, "");
                                case LinkEntry l ->
                                        new Listing.Entry(
                                                text,
                                                "link",
                                                mode,
                                                time,
                                                0,
                                                PathBytes.text(l.target()));
                            });
                });
        return new Listing(entries);
    }
}
