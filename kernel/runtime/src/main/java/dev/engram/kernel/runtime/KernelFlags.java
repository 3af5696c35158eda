package dev.engram.kernel.runtime;

import dev.engram.vsa.VectorModule;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the kernel's JVM is started, in one place: flags, compiler options, imports. */
public final class KernelFlags {

    /** The jars whose types cells name: ours, and what our signatures show. */
    private static final Pattern NAMED_IN_CELLS =
            Pattern.compile("^(?:workbench-|jjava-jupyter-|jackson-(?:core|databind)-).*");

    private KernelFlags() {}

    /** Flags without the AOT cache; to be the same when the cache is made and when it is used. */
    public static List<String> jvmOptions() {
        return List.of(
                "--enable-preview",
                VectorModule.FLAG,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:MaxRAMPercentage=50",
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8");
    }

    /**
     * Flags with an AOT cache; the JVM starts without it where it does not fit.
     *
     * @param aotCache the cache file
     */
    public static List<String> jvmOptions(Path aotCache) {
        List<String> options = new ArrayList<>(jvmOptions());
        options.add("-XX:AOTCache=" + aotCache);
        options.add("-Xlog:aot=off");
        options.add("-Xlog:cds=off");
        return List.copyOf(options);
    }

    /**
     * Flags of the run that makes an AOT cache; to be followed by class path, {@link KernelMain}
     * and {@code --train}.
     *
     * @param aotCache the cache file to write
     */
    public static List<String> trainingOptions(Path aotCache) {
        List<String> options = new ArrayList<>(jvmOptions());
        options.add("-XX:AOTCacheOutput=" + aotCache);
        options.add("-Xlog:aot=off");
        options.add("-Xlog:cds=off");
        return List.copyOf(options);
    }

    /** Options of the compiler of cells: they see the Vector API and preview features. */
    public static List<String> compilerOptions() {
        return List.of(
                "--enable-preview",
                "-source",
                String.valueOf(Runtime.version().feature()),
                "--add-modules",
                VectorModule.NAME,
                "-Xlint:none",
                "-proc:none");
    }

    /**
     * The part of the class path that cells compile against: opening a jar costs start-up time, so
     * those that only the workbench's own code needs are left out. All of it is there at run time.
     *
     * @param classPath of this JVM; folders in it are kept
     */
    public static String cellClassPath(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .filter(entry -> !entry.endsWith(".jar") || isNamedInCells(Path.of(entry)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isNamedInCells(Path jar) {
        return NAMED_IN_CELLS.matcher(jar.getFileName().toString()).matches();
    }

    /** What every notebook starts with. */
    public static List<String> imports() {
        return List.of(
                "import java.io.*;",
                "import java.math.*;",
                "import java.net.*;",
                "import java.nio.file.*;",
                "import java.time.*;",
                "import java.util.*;",
                "import java.util.concurrent.*;",
                "import java.util.function.*;",
                "import java.util.regex.*;",
                "import java.util.stream.*;",
                "import static dev.engram.Workbench.*;",
                "import static dev.engram.kernel.runtime.Display.*;");
    }
}
