package dev.engram.ensemble.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.internal.SyntaxCheck.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Parses Python with the {@code ast} module of the machine's own interpreter, in a child process.
 */
final class PythonSyntax {

    private static final int TIMEOUT_SECONDS = 10;
    private static final String PROGRAM =
            """
            import ast, sys
            try:
                ast.parse(sys.stdin.buffer.read())
            except (SyntaxError, ValueError, RecursionError, MemoryError) as e:
                print("line %s: %s" % (getattr(e, "lineno", "?"), getattr(e, "msg", e)))
                sys.exit(3)
            """;

    private PythonSyntax() {}

    static Finding check(String code) {
        Process process;
        try {
            process =
                    new ProcessBuilder(List.of("python3", "-I", "-c", PROGRAM))
                            .redirectErrorStream(true)
                            .start();
        } catch (IOException e) {
            return Finding.notChecked("no python3 here to parse it");
        }
        try (OutputStream in = process.getOutputStream()) {
            in.write(code.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // It ended early; its exit status tells.
        }
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return Finding.notChecked("python3 took more than " + TIMEOUT_SECONDS + " s");
            }
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return switch (process.exitValue()) {
                case 0 -> Finding.VALID;
                case 3 -> Finding.invalid(said.lines().findFirst().orElse("it does not parse"));
                default -> Finding.notChecked("python3 could not parse it here");
            };
        } catch (IOException e) {
            return Finding.notChecked("python3 could not be read");
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted while a code block was checked");
        } finally {
            process.destroyForcibly();
        }
    }
}
