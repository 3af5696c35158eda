package dev.engram.models.internal.natives;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLogTest {

    private static final int INFORMATION = 2;
    private static final int WARNING = 3;
    private static final int ERROR = 4;
    private static final int CONTINUED = 5;

    @TempDir Path folder;

    @Test
    void complaintsAreKeptAndTheRestIsOnlyInTheFile() throws IOException {
        NativeLog log = new NativeLog(folder.resolve("logs"));
        log.accept(INFORMATION, "loading\n");
        log.accept(WARNING, "  slow \n");
        log.accept(CONTINUED, "and more\n");
        log.accept(ERROR, "broken\n");
        log.accept(INFORMATION, "told\n");
        log.accept(CONTINUED, "no complaint\n");
        assertThat(log.complaints()).containsExactly("slow", "and more", "broken");
        assertThat(Files.readString(log.file()))
                .contains(
                        "loading\n",
                        "slow",
                        "no complaint\n",
                        "process " + ProcessHandle.current().pid());
        log.clear();
        assertThat(log.complaints()).isEmpty();
    }

    @Test
    void onlyTheLastFiftyComplaintsAreKept() throws IOException {
        NativeLog log = new NativeLog(folder);
        for (int i = 0; i < 120; i++) {
            log.accept(ERROR, "e" + i);
        }
        assertThat(log.complaints()).hasSize(50).startsWith("e70").endsWith("e119");
    }

    @Test
    void aLargeLogMakesRoomForANewOne() throws IOException {
        Files.write(folder.resolve("llama.log"), new byte[5 << 20]);
        NativeLog log = new NativeLog(folder);
        assertThat(Files.size(log.file())).isLessThan(1000);
        assertThat(folder.resolve("llama.log.1")).hasSize(5 << 20);
    }

    @Test
    void aFileThatCannotBeWrittenStopsNothing() throws IOException {
        NativeLog log = new NativeLog(folder);
        Files.delete(log.file());
        Files.createDirectory(log.file());
        List<String> heard = new ArrayList<>();
        log.listen(heard::add);
        log.accept(ERROR, "still heard");
        assertThat(heard).containsExactly("still heard");
        assertThat(log.complaints()).containsExactly("still heard");
    }
}
