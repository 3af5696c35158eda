package dev.engram.kernel.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The kernel against Jupyter's own client and test suite; each Python test is a test here. */
class ClientSuitesTest {

    private static final long LIMIT_MINUTES = 6;

    @TempDir Path folder;

    @TestFactory
    Stream<DynamicTest> everyTestOfJupyterKernelTest() throws Exception {
        return run("kernel_suite.py", 13);
    }

    @TestFactory
    Stream<DynamicTest> protocol() throws Exception {
        return run("protocol_suite.py", 35);
    }

    @TestFactory
    Stream<DynamicTest> interrupts() throws Exception {
        return run("interrupt_suite.py", 15);
    }

    @TestFactory
    Stream<DynamicTest> magics() throws Exception {
        return run("magics_suite.py", 15);
    }

    /** Runs a suite; fewer tests than expected are a failure too. */
    private Stream<DynamicTest> run(String suite, int atLeast) throws Exception {
        Path python = TestKernel.python();
        assumeTrue(
                Files.exists(python) && hasJupyter(python),
                "no virtual environment with jupyter_kernel_test at "
                        + python
                        + ": run the set-up first");
        for (String file : List.of("report.py", "cells.py", suite)) {
            try (var source = ClientSuitesTest.class.getResourceAsStream("/python/" + file)) {
                Files.copy(source, folder.resolve(file));
            }
        }
        Path jupyterPath = folder.resolve("jupyter");
        TestKernel.writeSpec(jupyterPath);
        List<JsonObject> results = results(python, folder.resolve(suite), jupyterPath);
        Stream<DynamicTest> tests = results.stream().map(ClientSuitesTest::asTest);
        DynamicTest enough =
                DynamicTest.dynamicTest(
                        "all of " + suite + " ran",
                        () -> assertThat(results.size()).isGreaterThanOrEqualTo(atLeast));
        return Stream.concat(tests, Stream.of(enough));
    }

    private static DynamicTest asTest(JsonObject result) {
        return DynamicTest.dynamicTest(
                result.get("test").getAsString(),
                () ->
                        assertThat(result.get("outcome").getAsString())
                                .as(result.get("message").getAsString())
                                .isEqualTo("passed"));
    }

    private static boolean hasJupyter(Path python) throws Exception {
        Process process =
                new ProcessBuilder(python.toString(), "-c", "import jupyter_kernel_test")
                        .redirectErrorStream(true)
                        .start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private List<JsonObject> results(Path python, Path suite, Path jupyterPath)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder =
                new ProcessBuilder(python.toString(), suite.toString())
                        .directory(folder.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile());
        builder.environment().put("JUPYTER_PATH", jupyterPath.toString());
        builder.environment().put("JUPYTER_RUNTIME_DIR", folder.resolve("run").toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        List<JsonObject> results =
                Files.readAllLines(output, StandardCharsets.UTF_8).stream()
                        .filter(line -> line.startsWith("{"))
                        .map(line -> JsonParser.parseString(line).getAsJsonObject())
                        .toList();
        assertThat(results).as(Files.readString(errors)).isNotEmpty();
        return results;
    }
}
