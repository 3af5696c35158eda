package dev.engram.ensemble.sandbox;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.sandbox.internal.BubblewrapJail;
import dev.engram.ensemble.sandbox.internal.ChildJvmJail;
import dev.engram.ensemble.sandbox.internal.Jail;
import java.io.IOException;
import java.util.Optional;

/**
 * Runs generated code without network, without the user's files and environment, and within limits.
 * Two ways: bubblewrap (name spaces of the kernel; anything may run in it), or, where that is
 * absent or not allowed, a child JVM whose classes may refer to nothing outside an allow list of
 * the JDK. Every result says which. Thread-safe.
 */
public final class Sandbox {

    private final Jail jail;

    private Sandbox(Jail jail) {
        this.jail = jail;
    }

    private static final class Holder {
        static final Sandbox BEST =
                BubblewrapJail.probe().map(Sandbox::new).orElseGet(Sandbox::childJvm);
    }

    /** The stronger isolation that works here; found out once, by running something in it. */
    public static Sandbox best() {
        return Holder.BEST;
    }

    /** Bubblewrap, where it works. */
    public static Optional<Sandbox> bubblewrap() {
        return BubblewrapJail.probe().map(Sandbox::new);
    }

    /** The child JVM: Java only. */
    public static Sandbox childJvm() {
        return new Sandbox(new ChildJvmJail());
    }

    /** What holds the programs, in a few words. */
    public String isolation() {
        return jail.description();
    }

    /** Whether a program of this language can be run. */
    public boolean runsPython() {
        return jail.runsPython();
    }

    /**
     * Runs a program to its end. Interrupting the calling thread ends it at once.
     *
     * @throws WorkbenchException INTERRUPTED; MISSING if there is no JDK, or no Python for a script
     * @throws IOException if the program cannot be written or started
     */
    public SandboxResult run(SandboxProgram program, SandboxLimits limits) throws IOException {
        return switch (program) {
            case SandboxProgram.JavaProgram java -> jail.runJava(java, limits);
            case SandboxProgram.PythonProgram python -> {
                if (!jail.runsPython()) {
                    throw WorkbenchException.missing(
                            "Python scripts cannot be run safely here: " + jail.description(),
                            "install bubblewrap and a Python below /usr");
                }
                yield jail.runPython(python, limits);
            }
        };
    }

    @Override
    public String toString() {
        return "sandbox: " + jail.description();
    }
}
