package dev.engram.engram;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.commit.Commit;
import dev.engram.engram.internal.commit.Writing;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.semantic.Embedders;
import dev.engram.engram.internal.semantic.PassageTrits;
import dev.engram.engram.internal.semantic.SemanticChannel;
import dev.engram.engram.internal.semantic.SemanticFormat;
import dev.engram.engram.internal.semantic.SemanticReader;
import dev.engram.engram.internal.semantic.SemanticWriter;
import dev.engram.engram.internal.store.RootFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.semantic.CachedEmbedder;
import dev.engram.engram.semantic.EmbeddingCache;
import dev.engram.engram.semantic.TernaryProjection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Embeds what an engram's semantic channel lacks. Vectors go to the cache of the home first,
 * without any lock on the engram, and from there, some thousand passages at a time, into the next
 * snapshot: an interrupt loses nothing, and whoever updates meanwhile is not kept waiting. Used
 * once.
 */
final class Filling {

    /** Passages between two snapshots: some minutes of a dense embedder. */
    private static final int ROUND = 8192;

    private static final int BATCH = 32;

    private final StoreLayout layout;
    private final Progress progress;
    private final Path vectors;
    private long fresh;

    /**
     * @param vectors folder of the embedding caches
     */
    Filling(StoreLayout layout, Path vectors, Progress progress) {
        this.vectors = vectors;
        this.layout = layout;
        this.progress = progress;
    }

    /**
     * Fills all of it.
     *
     * @throws WorkbenchException USAGE without a semantic channel, INTERRUPTED, or what keeps the
     *     embedder from working
     */
    EmbedResult run() throws IOException {
        long started = System.nanoTime();
        while (true) {
            try (Engram engram = Engram.open(layout.folder())) {
                EngramSearch search = engram.search();
                SemanticFormat format = format(search);
                Embedder embedder = Embedders.open(format.embedder(), progress);
                format.require(embedder.info(), search.name());
                long missing = search.searcher().passages() - search.embedded();
                if (missing == 0) {
                    return new EmbedResult(
                            format.embedder(),
                            fresh,
                            search.embedded(),
                            search.searcher().passages(),
                            (System.nanoTime() - started) / 1_000_000);
                }
                try (EmbeddingCache cache = EmbeddingCache.open(vectors, embedder.info())) {
                    embed(search, missing, new CachedEmbedder(embedder, cache, Progress.none()));
                    store(cache, format.projection());
                }
            }
        }
    }

    private static SemanticFormat format(EngramSearch search) {
        return search.semantic()
                .orElseThrow(
                        () ->
                                WorkbenchException.usage(
                                        search.name() + " has no semantic channel",
                                        "ingest it again with --semantic dense"));
    }

    /** Brings the vectors of the next passages into the cache. */
    private void embed(EngramSearch search, long missing, CachedEmbedder embedder)
            throws IOException {
        List<String> batch = new ArrayList<>();
        long done = 0;
        for (int p = 0; p < search.parts().size() && done < ROUND; p++) {
            Searcher.Part part = search.parts().get(p);
            int passages = part.segment().passages();
            int from = search.trits(p).map(SemanticReader::covered).orElse(0);
            for (int i = from; i < passages && done < ROUND; i++) {
                if (!part.deleted().get(part.segment().fileOf(i))) {
                    batch.add(search.text(p, i));
                    done++;
                }
                if (batch.size() == BATCH || i == passages - 1 || done == ROUND) {
                    embedder.embedPassages(batch);
                    batch.clear();
                    progress.update(
                            "embedding passages",
                            fresh + done,
                            fresh + missing,
                            Progress.Unit.ITEMS);
                }
            }
        }
        fresh += done;
    }

    /** Makes a snapshot with all that the cache knows of the newest one's passages. */
    private void store(EmbeddingCache cache, TernaryProjection projection) throws IOException {
        StoreFiles files = StoreFiles.disk();
        Writing.run(
                files,
                layout,
                arena -> {
                    RootFile root = RootFile.read(layout);
                    Snapshot head = Snapshot.read(layout, root.head());
                    SemanticChannel channel = SemanticChannel.of(head).orElseThrow();
                    List<Optional<Id>> trits = new ArrayList<>();
                    try (Engram engram = Engram.open(layout.folder())) {
                        EngramSearch search = engram.search();
                        for (int p = 0; p < head.segments().size(); p++) {
                            boolean whole =
                                    search.trits(p).map(SemanticReader::isComplete).orElse(false);
                            trits.add(
                                    whole
                                            ? channel.files().get(p)
                                            : Optional.of(
                                                    write(files, search, p, cache, projection)));
                        }
                    }
                    Snapshot filled =
                            head.with(
                                    root.head(),
                                    System.currentTimeMillis(),
                                    new SemanticChannel(channel.format(), trits).extension());
                    return Commit.snapshot(files, layout, Optional.of(root), filled);
                });
    }

    /** The trits known before, and those of the next passages as far as the cache has them. */
    private Id write(
            StoreFiles files,
            EngramSearch search,
            int part,
            EmbeddingCache cache,
            TernaryProjection projection)
            throws IOException {
        SegmentReader segment = search.parts().get(part).segment();
        PassageTrits known = new PassageTrits();
        if (search.trits(part).isPresent()) {
            known = search.trits(part).get().without(new BitSet());
        }
        for (int i = known.passages(); i < segment.passages(); i++) {
            int[] codes = {};
            if (!search.parts().get(part).deleted().get(segment.fileOf(i))) {
                Optional<float[]> vector = cache.get(search.text(part, i));
                if (vector.isEmpty()) {
                    break;
                }
                codes = projection.encode(vector.get());
            }
            known.add(codes, projection.dimension());
        }
        return SemanticWriter.write(
                        files,
                        layout,
                        segment.id(),
                        projection.dimension(),
                        segment.passages(),
                        List.of(known))
                .id();
    }
}
