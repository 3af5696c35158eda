package dev.engram.base.fetch;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;

/** Hashes of whole files, stoppable. */
public final class Digests {

    private static final int BUFFER_BYTES = 1 << 18;

    private Digests() {}

    /** SHA-256 in lower-case hexadecimal digits. */
    public static String sha256Hex(Path file, Progress progress) throws IOException {
        return HexFormat.of().formatHex(digest(file, "SHA-256", progress));
    }

    /** SHA-512 in Base64, as npm writes it after {@code sha512-}. */
    public static String sha512Base64(Path file, Progress progress) throws IOException {
        return Base64.getEncoder().encodeToString(digest(file, "SHA-512", progress));
    }

    private static byte[] digest(Path file, String algorithm, Progress progress)
            throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
        String phase = "checking " + file.getFileName();
        long total = Files.size(file);
        long done = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                Interrupts.check("the check of " + file.getFileName() + " was stopped");
                digest.update(buffer, 0, n);
                done += n;
                progress.update(phase, done, total, Progress.Unit.BYTES);
            }
        }
        return digest.digest();
    }
}
