package dev.engram.commands.setup;

import java.nio.file.Path;
import java.util.List;

/**
 * How the Jupyter kernel is started. The kernel is built on top of these commands, so they find it
 * through {@link java.util.ServiceLoader}.
 */
public interface KernelLaunch {

    /**
     * JVM options of a kernel, without the class path.
     *
     * @param aotCache the AOT cache; the JVM starts without it where it is absent or does not fit
     */
    List<String> jvmOptions(Path aotCache);

    /** JVM options of the run that writes the AOT cache. */
    List<String> trainingOptions(Path aotCache);

    /** The main class; a kernel's one argument is Jupyter's connection file. */
    String mainClass();

    /** Arguments with which the main class runs typical cells and ends. */
    List<String> trainingArguments();

    /** {@code message} or {@code signal}, as in a kernelspec. */
    String interruptMode();
}
