package dev.engram.kernel.runtime.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionMagicsTest {

    @TempDir Path folder;
    private FakeHost host;
    private SessionMagics magics;

    @BeforeEach
    void files() throws Exception {
        host = new FakeHost(folder);
        magics = new SessionMagics(host);
        Files.createDirectories(folder.resolve("lib/deep"));
        Files.createDirectories(folder.resolve("classes"));
        for (String jar : List.of("lib/b.jar", "lib/a.jar", "lib/deep/c.jar", "lib/readme.txt")) {
            Files.createFile(folder.resolve(jar));
        }
    }

    private List<String> added() {
        return host.classpath.stream()
                .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                .toList();
    }

    @Test
    void classpathTakesFilesFoldersListsAndGlobs() throws Exception {
        magics.classpath(List.of("lib/a.jar" + File.pathSeparator + "classes", "lib/*.jar"));
        assertThat(added()).containsExactly("lib/a.jar", "classes", "lib/a.jar", "lib/b.jar");
        host.classpath.clear();
        magics.classpath(List.of("lib/**.jar", folder.resolve("classes").toString()));
        assertThat(added()).containsExactly("lib/a.jar", "lib/b.jar", "lib/deep/c.jar", "classes");
    }

    @Test
    void jarsTakesTheJarsOfAFolder() throws Exception {
        magics.jars(List.of("lib"));
        assertThat(added()).containsExactly("lib/a.jar", "lib/b.jar");
    }

    @Test
    void whatIsNotThereIsOneClearError() {
        assertThatThrownBy(() -> magics.classpath(List.of("lib/x.jar")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessage("no such file or folder: " + folder.resolve("lib/x.jar"));
        assertThatThrownBy(() -> magics.classpath(List.of("none/*.jar")))
                .hasMessage("nothing matches none/*.jar");
        assertThatThrownBy(() -> magics.jars(List.of())).hasMessageContaining("%jars needs");
        assertThat(host.classpath).isEmpty();
    }

    @Test
    void loadRunsAFileWithOrWithoutItsEnding() throws Exception {
        Files.writeString(folder.resolve("helpers.jsh"), "int a = 1;\n%time a\n");
        magics.load(List.of("helpers.jsh"));
        magics.load(List.of("helpers"));
        assertThat(host.evaluated)
                .containsExactly("int a = 1;\n%time a\n", "int a = 1;\n%time a\n");
        assertThatThrownBy(() -> magics.load(List.of("nothing")))
                .hasMessage("no such file: " + folder.resolve("nothing"));
        assertThatThrownBy(() -> magics.load(List.of())).hasMessageContaining("one file");
    }

    @Test
    void loadRunsTheCodeCellsOfANotebook() throws Exception {
        Files.writeString(
                folder.resolve("n.ipynb"),
                """
                {"cells": [
                  {"cell_type": "markdown", "source": ["# no"]},
                  {"cell_type": "code", "source": ["int a = 1;\\n", "int b = 2;"]},
                  {"cell_type": "code", "source": []},
                  {"cell_type": "code", "source": "a + b"}
                ], "nbformat": 4}
                """);
        magics.load(List.of("n.ipynb"));
        assertThat(host.evaluated).containsExactly("int a = 1;\nint b = 2;", "a + b");
    }

    @Test
    void aFileThatIsNoNotebookOrNoTextIsOneClearError() throws Exception {
        Files.writeString(folder.resolve("bad.ipynb"), "{\"cells\": [");
        assertThatThrownBy(() -> magics.load(List.of("bad.ipynb")))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("bad.ipynb is not a notebook");
        Files.write(folder.resolve("latin.jsh"), new byte[] {'"', (byte) 0xE4, '"'});
        assertThatThrownBy(() -> magics.load(List.of("latin.jsh")))
                .hasMessageContaining("latin.jsh is not text in UTF-8");
        assertThat(host.evaluated).isEmpty();
    }

    @Test
    void timeGivesTheValueAndTellsTheTimes() throws Exception {
        assertThat(magics.time("f(\"a b\")")).isEqualTo("f(\"a b\")");
        assertThat(host.printed)
                .containsExactly("CPU time: 1.0 ms, wall time: 2.5 ms (compiled in 250.0 ms)");
        assertThatThrownBy(() -> magics.time(" ")).hasMessageContaining("%time needs Java");
    }

    @Test
    void timesHaveAUnitThatSuitsThem() {
        assertThat(Stopwatch.text(1_500)).isEqualTo("1.5 µs");
        assertThat(Stopwatch.text(1_500_000)).isEqualTo("1.5 ms");
        assertThat(Stopwatch.text(61_500_000_000L)).isEqualTo("61.50 s");
        assertThat(Stopwatch.report(1_000, -1)).isEqualTo("Wall time: 1.0 µs");
    }
}
