package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngramCacheTest {

    private static final IngestOptions OPTIONS =
            IngestOptions.defaults().withDimension(10_000).withThreads(1);

    @TempDir Path temp;

    private Path engram(String name, String text) throws IOException {
        Path source = Files.createDirectories(temp.resolve(name));
        Files.writeString(source.resolve("a.md"), text);
        Path engram = temp.resolve(name + ".engram");
        Engram.ingest(source, engram, OPTIONS, Progress.none());
        return engram;
    }

    @Test
    void anEngramStaysOpenAndIsOpenedAnewAfterAChange() throws IOException {
        Path one = engram("one", "walk the dog\n");
        try (EngramCache cache = new EngramCache(2)) {
            EngramCache.Lease first = cache.lease(one);
            try (EngramCache.Lease again = cache.lease(one)) {
                assertThat(again.engram()).isSameAs(first.engram());
            }
            engram("one", "walk the cat\n");
            try (EngramCache.Lease fresh = cache.lease(one)) {
                assertThat(fresh.engram()).isNotSameAs(first.engram());
                assertThat(fresh.engram().query("cat", QueryOptions.defaults()).size())
                        .isEqualTo(1);
            }
            // the old state is still whole for whoever has it
            assertThat(first.engram().query("dog", QueryOptions.defaults()).size()).isEqualTo(1);
            Engram old = first.engram();
            first.close();
            first.close();
            assertThatThrownBy(() -> old.query("dog", QueryOptions.defaults()))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(cache.size()).isEqualTo(1);
        }
    }

    @Test
    void theLeastRecentlyUsedIsClosed() throws IOException {
        Path one = engram("one", "walk the dog\n");
        Path two = engram("two", "walk the cat\n");
        Path three = engram("three", "walk the hen\n");
        try (EngramCache cache = new EngramCache(2)) {
            cache.preload(List.of(one, two, temp.resolve("none.engram")));
            assertThat(cache.size()).isEqualTo(2);
            Engram kept;
            try (EngramCache.Lease lease = cache.lease(one)) {
                kept = lease.engram();
            }
            try (EngramCache.Lease lease = cache.lease(three);
                    EngramCache.Lease still = cache.lease(one)) {
                assertThat(still.engram()).isSameAs(kept);
                assertThat(lease.engram().info().files()).isEqualTo(1);
            }
            assertThat(cache.size()).isEqualTo(2);
        }
    }

    @Test
    void aMissingEngramIsSaidClearly() throws IOException {
        try (EngramCache cache = new EngramCache(2)) {
            assertThatThrownBy(() -> cache.lease(temp.resolve("none.engram")))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("no engram at");
            assertThat(cache.size()).isZero();
        }
    }
}
