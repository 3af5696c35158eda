package dev.engram.ensemble.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.ensemble.sandbox.SandboxProgram.PythonProgram;
import dev.engram.ensemble.sandbox.SandboxResult.Ending;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BubblewrapSandboxTest extends SandboxContract {

    @BeforeEach
    void needsBubblewrap() {
        assumeTrue(Sandbox.bubblewrap().isPresent(), "needs bubblewrap and user name spaces");
    }

    @Override
    Sandbox sandbox() {
        return Sandbox.best();
    }

    private SandboxResult python(String source) throws IOException {
        assumeTrue(sandbox().runsPython(), "needs a Python below /usr");
        return sandbox().run(new PythonProgram(source, List.of("a b")), SHORT);
    }

    @Test
    void isTheOneTakenByDefault() {
        assertThat(Sandbox.best().isolation()).startsWith("bubblewrap");
    }

    @Test
    void runsAScript() throws IOException {
        SandboxResult result = python("import sys; print(sys.argv[1], 6 * 7)");

        assertThat(result.output()).isEqualTo("a b 42\n");
        assertThat(result.passed()).isTrue();
    }

    @Test
    void aForkBombIsContained() throws IOException {
        SandboxResult result =
                python(
                        """
                        import os, time
                        while True:
                            try:
                                os.fork()
                            except OSError:
                                time.sleep(0.01)
                        """);

        assertThat(result.ending())
                .isIn(Ending.TIMED_OUT, Ending.TOO_MANY_PROCESSES, Ending.TOO_MUCH_MEMORY);
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(p -> p.info().commandLine().orElse("").contains("/sandbox/main.py"));
    }

    @Test
    void memoryOfAScriptIsLimited() throws IOException {
        SandboxResult result = python("x = bytearray(600 << 20)\nprint(len(x))");

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.errors()).contains("MemoryError");
    }

    @Test
    void filesAreLimited() throws IOException {
        SandboxResult result =
                python(
                        """
                        for i in range(100):
                            with open(f'/tmp/{i}', 'wb') as f:
                                f.write(bytes(1 << 20))
                        """);

        assertThat(result.ending()).isEqualTo(Ending.FAILED);
        assertThat(result.errors()).contains("No space left");
    }

    @Test
    void nothingButItsOwnFilesCanBeSeenOrChanged() throws IOException {
        SandboxResult result =
                python(
                        """
                        import os, socket
                        print(sorted(set(os.listdir('/')) - {'etc', 'bin', 'lib', 'lib32', 'lib64', 'libx32', 'sbin'}))
                        print(os.listdir('/sandbox'), sorted(os.environ))
                        print(len([p for p in os.listdir('/proc') if p.isdigit()]) <= 3, socket.gethostname())
                        for path in ['/sandbox/main.py', '/usr/x', '/x', '/dev/x', '/dev/shm/x']:
                            try:
                                open(path, 'a')
                                print('wrote', path)
                            except OSError as e:
                                pass
                        print([name for _, name in socket.if_nameindex()])
                        """);

        assertThat(result.output())
                .contains("['dev', 'proc', 'sandbox', 'tmp', 'usr']")
                .contains("['main.py']")
                .contains("True sandbox")
                .contains("['lo']")
                .doesNotContain("wrote");
    }

    @Test
    void theWholeJdkMayBeUsed() throws IOException {
        SandboxResult result =
                run(
                        "System.out.println(java.nio.file.Files.writeString(java.nio.file.Path.of("
                                + "\"note.txt\"), \"x\").toAbsolutePath());");

        assertThat(result.output()).isEqualTo("/tmp/note.txt\n");
    }
}
