package dev.engram.ensemble.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The watch over a process, with programs of a shell: what it kept, and how it says it ended. */
@Timeout(120)
class SupervisedTest {

    private static final Path SHELL = Path.of("/bin/sh");

    @TempDir Path folder;

    @BeforeEach
    void needsAShell() {
        assumeTrue(Files.isExecutable(SHELL), "no " + SHELL + " here");
    }

    private Supervised.Ended run(String script, SandboxLimits limits) throws IOException {
        return new Supervised(List.of(SHELL.toString(), "-c", script), folder, limits).run();
    }

    @Test
    void outputAndErrorsAreKeptApartWithTheExitCode() throws Exception {
        Supervised.Ended ended = run("printf out; printf err >&2; exit 3", SandboxLimits.DEFAULT);
        assertThat(ended.ending()).isEqualTo(Ending.FAILED);
        assertThat(ended.exitCode()).isEqualTo(3);
        assertThat(ended.output()).isEqualTo("out");
        assertThat(ended.errors()).isEqualTo("err");
        assertThat(run("exit 0", SandboxLimits.DEFAULT).ending()).isEqualTo(Ending.PASSED);
    }

    /** A program may be gone before anybody read what it said. */
    @RepeatedTest(20)
    void nothingAQuickProgramSaysIsLost() throws Exception {
        assertThat(run("printf said", SandboxLimits.DEFAULT).output()).isEqualTo("said");
    }

    /** More than the limit ends a program; as much as the limit does not. */
    @Test
    void outputUpToTheLimitIsAllowed() throws Exception {
        SandboxLimits ten = SandboxLimits.DEFAULT.withOutputBytes(10);
        Supervised.Ended exact = run("printf 1234567890", ten);
        assertThat(exact.ending()).isEqualTo(Ending.PASSED);
        assertThat(exact.output()).isEqualTo("1234567890");
        Supervised.Ended more = run("printf 12345678901", ten);
        assertThat(more.ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
        assertThat(more.output()).isEqualTo("1234567890");
        assertThat(run("printf 12345678901 >&2", ten).ending()).isEqualTo(Ending.TOO_MUCH_OUTPUT);
        assertThat(run("while :; do echo endless; done", ten).ending())
                .isEqualTo(Ending.TOO_MUCH_OUTPUT);
    }

    @Test
    void nothingOfTheEnvironmentIsHandedOn() throws Exception {
        String seen = run("echo \"[$HOME][$USER][$JAVA_HOME]\"", SandboxLimits.DEFAULT).output();
        assertThat(seen).startsWith("[][][]");
    }

    @Test
    void aProgramThatDoesNotEndIsEndedWithWhatItStarted() throws Exception {
        Supervised.Ended ended =
                run(
                        "echo begun; /bin/sh -c 'while :; do :; done' & wait",
                        SandboxLimits.DEFAULT.withWallMillis(400));
        assertThat(ended.ending()).isEqualTo(Ending.TIMED_OUT);
        assertThat(ended.output()).startsWith("begun").hasSizeLessThan(8);
    }

    @Test
    void anInterruptEndsTheProgramAndIsSaid() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> run("while :; do :; done", SandboxLimits.DEFAULT))
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e ->
                                assertThat(e.category())
                                        .isEqualTo(WorkbenchException.Category.INTERRUPTED));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void aProgramThatCannotBeStartedIsAnError() {
        assertThatThrownBy(
                        () ->
                                new Supervised(
                                                List.of(folder.resolve("none").toString()),
                                                folder,
                                                SandboxLimits.DEFAULT)
                                        .run())
                .isInstanceOf(IOException.class);
    }
}
