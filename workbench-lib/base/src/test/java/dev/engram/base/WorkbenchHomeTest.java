package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkbenchHomeTest {

    private static final Path USER_HOME = Path.of("/home/someone");

    @Test
    void defaultsToTheCacheFolderOfTheUser() {
        assertThat(WorkbenchHome.from(Map.of(), USER_HOME).root())
                .isEqualTo(Path.of("/home/someone/.cache/engram-workbench"));
    }

    @Test
    void followsTheVariableAndMakesItAbsolute() {
        Path root = WorkbenchHome.from(Map.of("WORKBENCH_HOME", "a/../b"), USER_HOME).root();
        assertThat(root).isAbsolute().endsWithRaw(Path.of("b"));
    }

    @Test
    void ignoresABlankVariable() {
        assertThat(WorkbenchHome.from(Map.of("WORKBENCH_HOME", " "), USER_HOME).root())
                .isEqualTo(Path.of("/home/someone/.cache/engram-workbench"));
    }
}
