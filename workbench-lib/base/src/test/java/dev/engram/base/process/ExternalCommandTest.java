package dev.engram.base.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs shell commands")
class ExternalCommandTest {

    @TempDir private Path folder;

    private ExternalCommand shell(String script) {
        return new ExternalCommand(List.of("/bin/sh", "-c", script), folder, Map.of("X", "y z"));
    }

    @Test
    void givesExitCodeAndLinesOfBothOutputs() throws Exception {
        List<String> lines = new CopyOnWriteArrayList<>();
        ExternalCommand.Result result =
                shell("echo one; echo \"$X\" >&2; pwd; exit 3").run(lines::add, () -> {});
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(lines).containsExactly("one", "y z", folder.toRealPath().toString());
        assertThat(result.tail()).isEqualTo(lines);
    }

    @Test
    void readsNoStandardInput() throws Exception {
        assertThat(shell("cat; echo end").run(l -> {}, () -> {}).tail()).containsExactly("end");
    }

    @Test
    void keepsOnlyTheLastLines() throws Exception {
        ExternalCommand.Result result = shell("seq 1000").run(l -> {}, () -> {});
        assertThat(result.tail()).hasSize(40).endsWith("1000");
    }

    @Test
    void complaintPrefersTheLineThatSpeaksOfAnError() {
        assertThat(new ExternalCommand.Result(1, List.of("ERROR: x", "see log", "")).complaint())
                .isEqualTo("ERROR: x");
        assertThat(new ExternalCommand.Result(1, List.of("what", " ")).complaint())
                .isEqualTo("what");
        assertThat(new ExternalCommand.Result(1, List.of("x".repeat(1000))).complaint())
                .hasSize(302);
        assertThat(new ExternalCommand.Result(9, List.of()).complaint()).isEqualTo("exit code 9");
    }

    @Test
    void aMissingProgramIsAnIoError() {
        assertThatThrownBy(
                        () ->
                                new ExternalCommand(
                                                List.of(folder.resolve("none").toString()),
                                                folder,
                                                Map.of())
                                        .run(l -> {}, () -> {}))
                .isInstanceOf(IOException.class);
    }

    /** Nobody reads on then: a program with much to say would wait for ever. */
    @Test
    @Timeout(30)
    void aListenerThatFailsEndsTheProgramAndIsHeard() {
        assertThatThrownBy(
                        () ->
                                shell("seq 1000000; sleep 600")
                                        .run(
                                                line -> {
                                                    throw new IllegalStateException(line);
                                                },
                                                () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("1");
    }

    @Test
    @Timeout(30)
    void aTickThatFailsEndsTheProgramAndItsChildren() throws IOException {
        Path child = folder.resolve("child");
        assertThatThrownBy(
                        () ->
                                shell(
                                                "sleep 600 & echo $! > '%s.new'; mv '%s.new' '%s'; wait"
                                                        .formatted(child, child, child))
                                        .run(
                                                line -> {},
                                                () -> {
                                                    if (Files.exists(child)) {
                                                        throw new IllegalStateException("enough");
                                                    }
                                                }))
                .hasMessage("enough");
        long pid = Long.parseLong(Files.readString(child).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()).isFalse();
    }

    @Test
    void outputThatIsNoTextAndHasNoEndOfLineIsTaken() throws Exception {
        ExternalCommand.Result result = shell("printf 'a\\377b\\nlast'").run(line -> {}, () -> {});
        assertThat(result.tail()).containsExactly("a\uFFFDb", "last");
    }

    @Test
    void findsProgramsInTheOrderOfThePath() throws IOException {
        Path first = Files.createDirectories(folder.resolve("a"));
        Path second = Files.createDirectories(folder.resolve("b"));
        Files.writeString(first.resolve("tool"), "not executable");
        Path tool = Files.writeString(second.resolve("tool"), "#!/bin/sh\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        String path = "::" + first + ":" + second + ":/none";
        assertThat(Executables.onPath("tool", Map.of("PATH", path))).contains(tool);
        assertThat(Executables.onPath("absent", Map.of("PATH", path))).isEmpty();
        assertThat(Executables.onPath("tool", Map.of())).isEmpty();
    }
}
