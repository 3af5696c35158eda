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
    private boolean carrier;
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
     * @param isCarrier whether it is an assignment to the carrier variable
     */
    void prepare(@Nullable Execution newExecution, boolean isCarrier) {
        execution = newExecution;
        carrier = isCarrier;
        value = null;
        thrown = null;
    }

    /** What the last snippet returned. */
    @Nullable Object takeValue() {
        Object taken = value;
        value = null;
        return taken;
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
        try {
            value = runner.run(running, () -> call(method));
            if (carrier) {
                empty(method.getDeclaringClass());
            }
            return "";
        } catch (SPIResolutionException e) {
            throw e;
        } catch (Throwable e) {
            thrown = e;
            throw new InvocationTargetException(e);
        }
    }

    /** The class stays, so its static field must not keep the value. */
    private static void empty(Class<?> type) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(CellShell.CARRIER);
        field.setAccessible(true);
        field.set(null, null);
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
