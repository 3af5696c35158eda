package dev.engram.engram.documents.internal;

import com.fasterxml.jackson.core.JsonFactory;
import dev.engram.base.WorkbenchException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.fontbox.FontBoxFont;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.RandomAccessRead;
import org.jsoup.Jsoup;

/** The command line of a worker process: this JVM's java, a small heap, only the jars needed. */
final class WorkerCommand {

    private WorkerCommand() {}

    static Process start(int heapMegabytes) throws IOException {
        List<String> command =
                List.of(
                        java(),
                        "-Xmx" + heapMegabytes + "m",
                        "-Xss4m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-Djava.awt.headless=true",
                        "-Dorg.apache.commons.logging.Log=org.apache.commons.logging.impl.NoOpLog",
                        "-cp",
                        classPath(),
                        WorkerMain.class.getName());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(WorkerCommand::changesJava);
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return builder.start();
    }

    private static boolean changesJava(String variable) {
        return Set.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH")
                .contains(variable);
    }

    private static String java() {
        String name = File.separatorChar == '\\' ? "java.exe" : "java";
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The places the needed classes were loaded from, whoever loaded them. */
    private static String classPath() throws IOException {
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> type :
                List.of(
                        WorkerMain.class,
                        WorkbenchException.class,
                        Loader.class,
                        FontBoxFont.class,
                        RandomAccessRead.class,
                        org.apache.commons.logging.LogFactory.class,
                        Jsoup.class,
                        JsonFactory.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            if (source == null) {
                throw new IOException("unknown where " + type.getName() + " came from");
            }
            try {
                places.add(Path.of(source.getLocation().toURI()).toString());
            } catch (URISyntaxException e) {
                throw new IOException(e);
            }
        }
        return String.join(File.pathSeparator, places);
    }
}
