package dev.engram.kernel.runtime.internal.eval;

import dev.engram.kernel.runtime.internal.cell.Execution;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs snippets in this JVM: classes go through the weaver, code runs on the cell thread, values
 * and exceptions are kept as they are. Used by the evaluating thread alone.
 */
final class CellControl extends DirectExecutionControl {

    private final CellLoader loader;
    private final CellRunner runner;
    private @Nullable Execution execution;
    private String carrier = "";
    private @Nullable String carrierClass;
    private long runNanos;
    private long runCpuNanos;
    private @Nullable Object value;
    private @Nullable Throwable thrown;

    CellControl(CellLoader loader, CellRunner runner) {
        this.loader = loader;
        this.runner = runner;
    }

    /**
     * Prepares for the next snippet.
     *
     * @param newExecution on whose behalf it runs; {@code null} for none of a user's
     * @param newCarrier the variable that only carries its value, or an empty text
     */
    void prepare(@Nullable Execution newExecution, String newCarrier) {
        execution = newExecution;
        carrier = newCarrier;
        carrierClass = null;
        value = null;
        thrown = null;
    }

    /** What the last snippet returned. */
    @Nullable Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
    }

    /** The class of the last snippet's variable, if that only carried a value and was used. */
    @Nullable String carrierClass() {
        return carrierClass;
    }

    /** What the last snippet threw. */
    @Nullable Throwable thrown() {
        return thrown;
    }

    @Override
    public void load(ClassBytecodes[] classes) throws ClassInstallException {
        try {
            loader.define(classes);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException(e.toString(), new boolean[classes.length]);
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        return Class.forName(name, false, loader);
    }

    @Override
    protected String invoke(Method method) throws Exception {
        Execution running = execution;
        if (running == null) {
            method.invoke(null);
            return "";
        }
        if (running.stopping()) {
            throw new ExecutionControl.StoppedException();
        }
        String carriedBy = carrier;
        try {
            Object result = runner.run(running, () -> timed(method));
            prepare(running, carriedBy);
            value = result;
            if (!carriedBy.isEmpty()) {
                carrierClass = method.getDeclaringClass().getName();
                empty(method.getDeclaringClass(), carriedBy);
            }
            return "";
        } catch (SPIResolutionException e) {
            throw e;
        } catch (Throwable e) {
            prepare(running, carriedBy);
            thrown = e;
            throw new InvocationTargetException(Causes.withoutCircle(e));
        }
    }

    /** The class stays, so its static field must not keep the value. */
    private static void empty(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        field.set(null, null);
    }

    private @Nullable Object timed(Method method) throws Throwable {
        long start = System.nanoTime();
        long startCpu = CpuClock.nanos();
        try {
            return call(method);
        } finally {
            runNanos += System.nanoTime() - start;
            runCpuNanos += CpuClock.nanos() - startCpu;
        }
    }

    /** Time that code of snippets has run so far, nested evaluations included. */
    long runNanos() {
        return runNanos;
    }

    /** Processor time of the threads that ran it; see {@link #runNanos}. */
    long runCpuNanos() {
        return runCpuNanos;
    }

    private static @Nullable Object call(Method method) throws Throwable {
        try {
            return method.invoke(null);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    @Override
    public String varValue(String className, String varName) {
        return "";
    }

    @Override
    public void addToClasspath(String classPath) {
        for (String entry : classPath.split(java.io.File.pathSeparator)) {
            if (!entry.isEmpty()) {
                loader.addToClassPath(Path.of(entry));
            }
        }
    }
}
