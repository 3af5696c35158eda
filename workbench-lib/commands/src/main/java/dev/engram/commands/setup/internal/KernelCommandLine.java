package dev.engram.commands.setup.internal;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.setup.KernelLaunch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** How the kernel is started from these jars, and where its AOT cache lies. */
public final class KernelCommandLine {

    private final WorkbenchHome home;
    private final RunningJars jars;
    private final KernelLaunch launch;

    public KernelCommandLine(WorkbenchHome home, RunningJars jars, KernelLaunch launch) {
        this.home = home;
        this.jars = jars;
        this.launch = launch;
    }

    /**
     * The kernel on the class path of this process.
     *
     * @throws WorkbenchException MISSING where there is none
     */
    public static KernelCommandLine find(WorkbenchHome home) {
        KernelLaunch launch =
                ServiceLoader.load(KernelLaunch.class, KernelLaunch.class.getClassLoader())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        WorkbenchException.missing(
                                                "the kernel is not on the class path",
                                                "run this through ./workbench"));
        return new KernelCommandLine(home, RunningJars.ofThisProcess(), launch);
    }

    KernelLaunch launch() {
        return launch;
    }

    /** Everything that the AOT cache depends on. */
    String key() throws IOException {
        String text =
                jars.digest()
                        + launch.trainingOptions(Path.of("cache"))
                        + Runtime.version()
                        + RunningJars.java();
        return Texts.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The AOT cache of exactly these jars, flags and JDK; it may not exist. */
    Path aotCache() throws IOException {
        return home.root().resolve("aot").resolve("kernel-" + key() + ".aot");
    }

    /** The command of a kernelspec. */
    List<String> kernel() throws IOException {
        return command(launch.jvmOptions(aotCache()), List.of("{connection_file}"));
    }

    /** The command that trains and writes the AOT cache. */
    List<String> training(Path output) {
        return command(launch.trainingOptions(output), launch.trainingArguments());
    }

    private List<String> command(List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(RunningJars.java().toString()));
        command.addAll(options);
        command.addAll(List.of("-cp", jars.classPath(), launch.mainClass()));
        command.addAll(arguments);
        return List.copyOf(command);
    }
}
