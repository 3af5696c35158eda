package dev.engram.kernel.runtime.internal.session;

import dev.engram.base.WorkbenchHome;
import dev.engram.kernel.runtime.KernelFlags;
import dev.engram.kernel.runtime.internal.cell.CellInput;
import dev.engram.kernel.runtime.internal.cell.CellOutput;
import dev.engram.kernel.runtime.internal.cell.Questions;
import dev.engram.kernel.runtime.internal.eval.CellEvaluator;
import dev.engram.kernel.runtime.internal.eval.CellShell;
import dev.engram.kernel.runtime.internal.wire.Connection;
import dev.engram.kernel.runtime.internal.wire.Sockets;
import dev.engram.kernel.runtime.magic.KernelMagics;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A running kernel: sockets first, the shell in the background, then requests until shutdown. */
public final class Kernel {

    private static final String CLASS_PATH = "java.class.path";

    private final Sockets sockets;
    private final Questions questions = new Questions();
    private final CellInput input = new CellInput(questions);
    private final CellDisplay display;
    private final KernelComms comms;
    private final CellEvaluator evaluator;
    private final CountDownLatch bound = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Interrupts interrupts;
    private volatile @Nullable KernelFacade facade;

    /** Binds the sockets and starts to answer. */
    public Kernel(Connection connection) {
        evaluator = new CellEvaluator(this::makeShell); // it takes longest: it starts first
        sockets = new Sockets(connection);
        display = new CellDisplay(sockets.broadcast(), questions);
        comms = new KernelComms(sockets.broadcast());
        CellOutput.install(sockets.broadcast());
        System.setIn(input);
        bound.countDown();
        interrupts = new Interrupts(evaluator);
        ShellRequests shell = new ShellRequests(this);
        ControlRequests control = new ControlRequests(this, interrupts);
        sockets.serve(shell::serve, control::serve, questions::serve);
    }

    private CellShell makeShell() {
        String classPath = System.getProperty(CLASS_PATH, "");
        CellShell shell;
        System.setProperty(CLASS_PATH, KernelFlags.cellClassPath(classPath)); // javac reads it
        try {
            shell = new CellShell(Kernel.class.getClassLoader(), KernelFlags.compilerOptions());
            shell.importAll(KernelFlags.imports());
        } finally {
            System.setProperty(CLASS_PATH, classPath);
        }
        awaitSockets();
        SessionHost host = new SessionHost(shell);
        KernelFacade made = new KernelFacade(display, comms, shell.loader(), host::value);
        made.start();
        shell.useMagics(KernelMagics.install(made, host, WorkbenchHome.fromEnvironment()));
        facade = made;
        Displays.install(made, display);
        return shell;
    }

    Sockets sockets() {
        return sockets;
    }

    /** Waits until cells can be evaluated. */
    void awaitShell() {
        CellShell ignored = evaluator.shell();
    }

    CellEvaluator evaluator() {
        return evaluator;
    }

    private void awaitSockets() {
        try {
            bound.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    KernelComms comms() {
        return comms;
    }

    CellInput input() {
        return input;
    }

    Interrupts interrupts() {
        return interrupts;
    }

    /** What extensions see; waits until the shell is there. */
    KernelFacade facade() {
        CellShell ignored = evaluator.shell();
        KernelFacade made = facade;
        if (made == null) {
            throw new IllegalStateException("the kernel did not start");
        }
        return made;
    }

    /** Asks the kernel to end. */
    public void end() {
        ended.countDown();
    }

    /** Stops the running cell, as SIGINT does. */
    public void interrupt() {
        interrupts.now();
    }

    /** Waits for {@link #end}, then closes everything. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
        questions.close();
        sockets.close();
    }
}
