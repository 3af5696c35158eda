package dev.engram.engram.internal.ingest;

import dev.engram.base.Progress;
import dev.engram.engram.IngestOptions;
import dev.engram.engram.documents.DocumentReader;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.PassageIndexer;
import dev.engram.engram.internal.index.PassageLog;
import dev.engram.engram.internal.ingest.StageClock.Stage;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.SourceEntry;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline: the calling thread walks the folder and hands out batches of neighbouring files;
 * workers read, hash, compress and index them. Used once.
 */
final class Ingest {

    private static final long BATCH_BYTES = 2 << 20;
    private static final int BATCH_FILES = 256;

    private record Batch(long number, List<SourceEntry> files) {}

    private static final Batch END = new Batch(-1, List.of());

    private final Origin origin;
    private final IngestOptions options;
    private final PackSink packs;
    private final KnownChunks known;
    private final Optional<IndexCollector> index;
    private final Optional<PreviousTree> previous;
    private final Progress progress;
    private final BlockingQueue<Batch> queue;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong bytesDone = new AtomicLong();
    private final AtomicLong unindexed = new AtomicLong();
    private final DocumentReader documents = new DocumentReader();
    private final Queue<StageClock> clocks = new ConcurrentLinkedQueue<>();
    private final Queue<String> notices = new ConcurrentLinkedQueue<>();

    private List<SourceEntry> open = new ArrayList<>();
    private long openBytes;
    private long batches;

    Ingest(
            Origin origin,
            IngestOptions options,
            PackSink packs,
            KnownChunks known,
            Optional<IndexCollector> index,
            Optional<PreviousTree> previous,
            Progress progress) {
        this.origin = origin;
        this.options = options;
        this.packs = packs;
        this.known = known;
        this.index = index;
        this.previous = previous;
        this.progress = progress;
        this.queue = new ArrayBlockingQueue<>(options.threads() * 16);
    }

    /** Reads everything the origin has into chunks and logs; afterwards its counts are complete. */
    SourceEntry run() throws IOException, InterruptedException {
        List<Thread> workers = new ArrayList<>();
        boolean ended = false;
        try {
            for (int i = 0; i < options.threads(); i++) {
                workers.add(Thread.ofPlatform().name("engram-ingest-" + i).start(this::work));
            }
            SourceEntry root = origin.walk(this::found);
            if (!open.isEmpty()) {
                hand(new Batch(batches++, open));
            }
            for (int i = 0; i < workers.size(); i++) {
                hand(END);
            }
            for (Thread worker : workers) {
                worker.join();
            }
            ended = true;
            rethrow();
            return root;
        } catch (Stopped e) {
            rethrow();
            throw e;
        } finally {
            if (!ended) {
                workers.forEach(Thread::interrupt);
                joinAll(workers);
            }
            documents.close();
        }
    }

    static PathFilter filter(IngestOptions options) {
        return options.includes().isEmpty() && options.excludes().isEmpty()
                ? PathFilter.everything()
                : PathFilter.of(options.includes(), options.excludes());
    }

    /** Adds the times of all workers; afterwards they are complete. */
    void addTimes(Map<String, Long> totals) {
        clocks.forEach(clock -> clock.addTo(totals));
    }

    /** Bytes of the files that were read. */
    long bytesRead() {
        return bytesDone.get();
    }

    long unindexed() {
        return unindexed.get();
    }

    /** A line for each file that is kept, but held back from the index; by path. */
    List<String> notices() {
        return notices.stream().sorted().toList();
    }

    private void found(SourceEntry file) throws InterruptedException {
        if (previous.isPresent() && previous.get().isUnchanged(file, origin)) {
            return;
        }
        open.add(file);
        openBytes += file.attributes().size();
        if (openBytes >= BATCH_BYTES || open.size() >= BATCH_FILES) {
            hand(new Batch(batches++, open));
            open = new ArrayList<>();
            openBytes = 0;
        }
    }

    private void hand(Batch batch) throws InterruptedException {
        while (!queue.offer(batch, 100, TimeUnit.MILLISECONDS)) {
            if (failure.get() != null) {
                throw new Stopped();
            }
        }
    }

    private void work() {
        StageClock clock = new StageClock(Stage.WAIT);
        PassageIndexer.Watch watch = begins -> clock.enter(begins ? Stage.ENCODE : Stage.SPLIT);
        Optional<PassageIndexer> indexer =
                index.map(
                        collector ->
                                new PassageIndexer(
                                        collector.format(), collector.embedder(), watch));
        try (FrameWriter frames = new FrameWriter(packs, known, clock)) {
            Optional<FileIndexer> files =
                    indexer.map(passages -> new FileIndexer(passages, documents, frames, clock));
            FileReaderTask reader = new FileReaderTask(frames, files, clock);
            while (true) {
                clock.enter(Stage.WAIT);
                Batch batch = queue.take();
                if (batch == END) {
                    break;
                }
                clock.enter(Stage.READ);
                origin.read(
                        batch.files(),
                        (file, content) -> {
                            if (Thread.currentThread().isInterrupted() || failure.get() != null) {
                                throw new Stopped();
                            }
                            reader.read(file, content);
                            progress.update(
                                    "storing and indexing files",
                                    bytesDone.addAndGet(file.size()),
                                    -1,
                                    Progress.Unit.BYTES);
                        });
                if (indexer.isPresent() && index.isPresent()) {
                    clock.enter(Stage.SORT);
                    PassageLog log = indexer.get().take();
                    clock.enter(Stage.SEGMENT);
                    index.get().add(batch.number(), log);
                }
            }
            frames.finish();
            files.ifPresent(
                    done -> {
                        unindexed.addAndGet(done.unindexed());
                        notices.addAll(done.notices());
                    });
            clocks.add(clock);
        } catch (Stopped e) {
            // another thread says why
        } catch (InterruptedException | ClosedByInterruptException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        }
    }

    private void rethrow() throws IOException {
        Throwable cause = failure.get();
        switch (cause) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }

    private static void joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the walk and the other workers after one has failed. */
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The format of the index, if one is wanted. */
    static Optional<LexicalFormat> format(IngestOptions options) {
        return options.dimension() == 0
                ? Optional.empty()
                : Optional.of(LexicalFormat.of(options.dimension()));
    }
}
