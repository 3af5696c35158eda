package dev.engram.kernel.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How the kernel's JVM is started, in one place: flags, compiler options, imports. */
public final class KernelFlags {

    /** Jars that no cell is expected to name. */
    private static final Pattern HIDDEN =
            Pattern.compile(
                    "^(?:VectorGraphics2D|animated-gif|commons-|error_prone|fontbox|graphics2d|jeromq"
                            + "|jnacl|lucene|pdfbox|slf4j|snakeyaml|zstd|jspecify|checker).*\\.jar$");

    private KernelFlags() {}

    /** Flags without the AOT cache; to be the same when the cache is made and when it is used. */
    public static List<String> jvmOptions() {
        return List.of(
                "--enable-preview",
                "--add-modules=jdk.incubator.vector",
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
                "jdk.incubator.vector",
                "-Xlint:none",
                "-proc:none");
    }

    /**
     * The part of the class path that cells compile against: opening a jar costs start-up time, so
     * those that only the kernel's own code needs are left out. All of it is there at run time.
     *
     * @param classPath of this JVM
     */
    public static String cellClassPath(String classPath) {
        String separator = java.io.File.pathSeparator;
        return Stream.of(classPath.split(separator))
                .filter(entry -> !HIDDEN.matcher(Path.of(entry).getFileName().toString()).find())
                .collect(Collectors.joining(separator));
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
