package dev.engram.vsa.internal;

import dev.engram.vsa.VectorModule;
import java.lang.System.Logger.Level;

/**
 * Chooses the kernels once per process: the Vector API where the JVM has it, else plain Java, with
 * one log line saying why. The system property {@value #PROPERTY} ({@code scalar} or {@code
 * vector}) forces a choice.
 */
public final class KernelProvider {

    /** Forces a choice. */
    public static final String PROPERTY = "dev.engram.vsa.kernels";

    private KernelProvider() {}

    /** The kernels of this process. */
    public static Kernels kernels() {
        return Holder.CHOSEN;
    }

    private static final class Holder {
        static final Kernels CHOSEN = choose(System.getProperty(PROPERTY, "auto"));
    }

    static Kernels choose(String wanted) {
        if (wanted.equals("scalar")) {
            return ScalarKernels.INSTANCE;
        }
        if (!VectorModule.load()) {
            return plain(VectorModule.whyMissing());
        }
        try {
            return (Kernels)
                    Class.forName("dev.engram.vsa.internal.VectorApiKernels")
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            return plain(e.toString());
        }
    }

    private static Kernels plain(String reason) {
        System.getLogger(KernelProvider.class.getName())
                .log(Level.DEBUG, "hypervector kernels in plain Java: " + reason);
        return ScalarKernels.INSTANCE;
    }
}
