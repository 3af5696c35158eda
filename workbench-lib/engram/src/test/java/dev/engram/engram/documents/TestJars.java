package dev.engram.engram.documents;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Files inside jars of the test class path: real documents and real source code. */
public final class TestJars {

    public static final String TIKA_PDF = "tika-parser-pdf-module";
    public static final String TIKA_MICROSOFT = "tika-parser-microsoft-module";
    public static final String COMMONS_LANG_SOURCES = "commons-lang3";

    private TestJars() {}

    /** The path of the jar whose name begins so. */
    public static Path jar(String prefix) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().startsWith(prefix + "-"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("not on the class path: " + prefix));
    }

    /** Name and content of the files in a jar. */
    public static Map<String, byte[]> files(String prefix, Predicate<String> wanted) {
        return files(jar(prefix), wanted);
    }

    public static Map<String, byte[]> files(Path jar, Predicate<String> wanted) {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(entries(zip))) {
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<ZipEntry> entries(ZipFile zip) {
        return (Enumeration<ZipEntry>) zip.entries();
    }
}
