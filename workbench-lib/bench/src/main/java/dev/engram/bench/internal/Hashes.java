package dev.engram.bench.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of texts, files and folders, in lower-case hexadecimal digits. */
public final class Hashes {

    private Hashes() {}

    /** Of the UTF-8 bytes of a text. */
    public static String ofText(String text) {
        return hex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Of a file's bytes, read in bounded memory. */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return hex(digest.digest());
    }

    /**
     * Of a folder: the digest over relative path and file digest of every regular file, in the
     * order of the paths; links are not followed.
     */
    public static String ofFolder(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        MessageDigest digest = sha256();
        List<String> lines =
                files.stream()
                        .map(f -> folder.relativize(f).toString().replace('\\', '/'))
                        .sorted()
                        .toList();
        for (String line : lines) {
            digest.update(
                    (line + "\0" + ofFile(folder.resolve(line)) + "\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        return hex(digest.digest());
    }

    /** A fresh SHA-256. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
