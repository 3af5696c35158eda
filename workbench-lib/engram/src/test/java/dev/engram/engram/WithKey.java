package dev.engram.engram;

import dev.engram.base.WorkbenchException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** Runs the tests of a class with a key in force, so that every engram they make is encrypted. */
public final class WithKey implements InvocationInterceptor {

    private final EngramKey key = newKey();

    /** A new key; its file is gone. */
    public static EngramKey newKey() {
        try {
            Path folder = Files.createTempDirectory("key");
            EngramKey made = EngramKey.create(folder.resolve("k"));
            Files.delete(folder.resolve("k"));
            Files.delete(folder);
            return made;
        } catch (java.io.IOException e) {
            throw WorkbenchException.resource("no temporary folder", "make room for one", e);
        }
    }

    private void run(Invocation<Void> invocation) throws Throwable {
        Throwable[] thrown = new Throwable[1];
        key.during(
                () -> {
                    try {
                        return invocation.proceed();
                    } catch (Throwable e) {
                        thrown[0] = e;
                        return null;
                    }
                });
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation);
    }

    @Override
    public void interceptBeforeEachMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> method,
            ExtensionContext context)
            throws Throwable {
        run(invocation);
    }
}
