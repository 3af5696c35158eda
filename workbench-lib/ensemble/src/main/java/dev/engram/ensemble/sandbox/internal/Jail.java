package dev.engram.ensemble.sandbox.internal;

import dev.engram.ensemble.sandbox.SandboxLimits;
import dev.engram.ensemble.sandbox.SandboxProgram.JavaProgram;
import dev.engram.ensemble.sandbox.SandboxProgram.PythonProgram;
import dev.engram.ensemble.sandbox.SandboxResult;
import java.io.IOException;

/** A way of isolating programs. Thread-safe. */
public interface Jail {

    String description();

    boolean runsPython();

    SandboxResult runJava(JavaProgram program, SandboxLimits limits) throws IOException;

    /** Only where {@link #runsPython}. */
    SandboxResult runPython(PythonProgram program, SandboxLimits limits) throws IOException;
}
