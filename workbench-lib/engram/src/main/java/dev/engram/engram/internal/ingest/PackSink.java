package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.store.PackWriter;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where full packs go: they are forced to the disk in the background while others fill.
 * Thread-safe.
 */
public final class PackSink implements Closeable {

    private final StoreFiles files;
    private final StoreLayout layout;
    private final ExecutorService background =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("engram-force").daemon().factory());
    private final List<CompletableFuture<PackWriter.Pack>> ending = new ArrayList<>();

    public PackSink(StoreFiles files, StoreLayout layout) {
        this.files = files;
        this.layout = layout;
    }

    /** A new pack; end it with {@link #end} or close it. */
    PackWriter begin() throws IOException {
        return new PackWriter(files, layout);
    }

    /** Ends a pack in the background. */
    synchronized void end(PackWriter pack) {
        ending.add(
                CompletableFuture.supplyAsync(
                        () -> {
                            try (pack) {
                                return pack.finish();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        background));
    }

    /** Waits for all packs ended so far and returns them. */
    public synchronized List<PackWriter.Pack> finished() throws IOException {
        List<PackWriter.Pack> packs = new ArrayList<>();
        for (CompletableFuture<PackWriter.Pack> pack : ending) {
            try {
                packs.add(pack.join());
            } catch (CompletionException e) {
                if (e.getCause() instanceof UncheckedIOException io) {
                    throw io.getCause();
                }
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }
        return packs;
    }

    @Override
    public void close() {
        background.close();
    }
}
