package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.engram.EmbedderInfo.Cost;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class EmbedderProviderTest {

    @Test
    void anUnknownNameIsAUsageError() {
        WorkbenchHome home = new WorkbenchHome(Path.of("target/no-home"));
        assertThatThrownBy(() -> EmbedderProvider.find("nonsense", home, Progress.none()))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> {
                            assertThat(e.category()).isEqualTo(WorkbenchException.Category.USAGE);
                            assertThat(e.userMessage()).contains("nonsense").hasLineCount(2);
                        });
    }

    @Test
    void anInfoRefusesWhatCouldNotIdentifyAModel() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbedderInfo(" ", "0123456789abcdef", 4, Cost.LIGHT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbedderInfo("a", "0123", 4, Cost.LIGHT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EmbedderInfo("a", "0123456789abcdef", 0, Cost.LIGHT));
    }
}
