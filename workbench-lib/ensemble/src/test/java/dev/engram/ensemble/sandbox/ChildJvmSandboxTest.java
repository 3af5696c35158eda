package dev.engram.ensemble.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildJvmSandboxTest extends SandboxContract {

    @Override
    Sandbox sandbox() {
        return Sandbox.childJvm();
    }

    @Test
    void scriptsAreRefused() {
        assertThatThrownBy(
                        () ->
                                sandbox()
                                        .run(
                                                new SandboxProgram.PythonProgram(
                                                        "print(1)", List.of()),
                                                SandboxLimits.DEFAULT))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("Python");
    }
}
