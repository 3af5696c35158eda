package dev.engram.kernel.runtime;

import dev.engram.base.WorkbenchException;
import dev.engram.kernel.runtime.internal.session.Kernel;
import dev.engram.kernel.runtime.internal.train.Training;
import dev.engram.kernel.runtime.internal.wire.Connection;
import java.io.PrintStream;
import java.nio.file.Path;
import sun.misc.Signal;

/**
 * Starts the kernel: {@code KernelMain CONNECTION_FILE}. With {@code --train} instead of a file it
 * runs real cells and ends, so that a JVM started with {@link KernelFlags#trainingOptions} writes
 * its AOT cache.
 */
public final class KernelMain {

    private KernelMain() {}

    private static final String TRAIN = "--train";

    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length != 1) {
            System.err.println("usage: KernelMain CONNECTION_FILE (a Jupyter client starts this)");
            System.exit(2);
        }
        if (arguments[0].equals(TRAIN)) {
            train();
            return;
        }
        try {
            Kernel kernel = new Kernel(Connection.read(Path.of(arguments[0])));
            attach(kernel);
            kernel.awaitEnd();
            System.exit(0);
        } catch (WorkbenchException e) {
            System.err.println(e.userMessage());
            System.exit(e.category().exitCode());
        }
    }

    private static void train() throws InterruptedException {
        PrintStream out = System.out;
        Training.Summary summary = Training.run(KernelMain::attach);
        out.println(
                "trained on " + summary.cells() + " cells, " + summary.failed() + " with errors");
        System.exit(0);
    }

    /** Signals stop the cell; a client that dies without a word leaves no kernel behind. */
    private static void attach(Kernel kernel) {
        Signal.handle(new Signal("INT"), signal -> kernel.interrupt());
        String parent = System.getenv("JPY_PARENT_PID");
        if (parent != null && parent.matches("[0-9]+")) {
            ProcessHandle.of(Long.parseLong(parent))
                    .ifPresent(p -> p.onExit().thenRun(kernel::end));
        }
    }
}
