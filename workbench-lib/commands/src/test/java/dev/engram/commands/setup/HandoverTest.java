package dev.engram.commands.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class HandoverTest {

    @TempDir private Path folder;

    @Test
    void leavesTheCommandForTheLauncher() throws Exception {
        Path file = folder.resolve("handover");
        Handover.to(
                List.of("/no/such/program", "a b", "line\nbreak"),
                folder,
                Map.of("X", "y=z"),
                Map.of(Handover.VARIABLE, file.toString()));
        assertThat(Files.readString(file).split("\0"))
                .containsExactly("X=y=z", "/no/such/program", "a b", "line\nbreak");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell")
    void withoutLauncherItRunsAsAChild() throws Exception {
        Path made = folder.resolve("made");
        Handover.to(
                List.of("/bin/sh", "-c", "echo \"$X\" > made"),
                folder,
                Map.of("X", "value"),
                Map.of());
        assertThat(made).hasContent("value");
        assertThatThrownBy(
                        () ->
                                Handover.to(
                                        List.of("/bin/sh", "-c", "exit 4"),
                                        folder,
                                        Map.of(),
                                        Map.of()))
                .hasMessageContaining("code 4");
    }
}
