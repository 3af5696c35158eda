package dev.engram.models.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.models.gguf.GgmlType;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.internal.engine.ContextShape;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryNeedTest {

    @TempDir Path folder;

    private GgufFile file;

    @BeforeEach
    void write() throws IOException {
        file = GgufFile.read(TinyModel.write(folder.resolve("tiny.gguf")));
    }

    private long bytes(int tokens, int slots, GgmlType cache, boolean loaded) {
        return MemoryNeed.bytes(file, new ContextShape(tokens, 64, slots, 1, cache, true), loaded);
    }

    /** Two blocks, two key heads of 16 values, keys and values: 128 values of two bytes a token. */
    @Test
    void theCacheGrowsWithTokensSlotsAndItsFormat() {
        long none = bytes(1, 1, GgmlType.F16, true) - 256;
        assertThat(bytes(1000, 1, GgmlType.F16, true) - none).isEqualTo(256_000);
        assertThat(bytes(1000, 4, GgmlType.F16, true) - none).isEqualTo(1_024_000);
        assertThat(bytes(1000, 4, GgmlType.Q8_0, true) - none).isEqualTo(1_024_000 * 17 / 32);
        assertThat(bytes(4_000_000, 100, GgmlType.F16, true) - none)
                .isEqualTo(256L * 4_000_000 * 100);
    }

    @Test
    void weightsCountOnce() {
        assertThat(bytes(10, 1, GgmlType.F16, false) - bytes(10, 1, GgmlType.F16, true))
                .isEqualTo(file.tensorBytes());
    }

    @Test
    void whatDoesNotFitIsRefusedWithBothFigures() {
        assertThat(MemoryNeed.availableBytes()).isPositive();
        MemoryNeed.refuseTooLarge("a small one", 1);
        assertThatThrownBy(() -> MemoryNeed.refuseTooLarge("the giant", 1L << 60))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.RESOURCE))
                .hasMessageMatching("the giant needs about 1099511627776 MB .* has \\d+ MB free");
    }
}
