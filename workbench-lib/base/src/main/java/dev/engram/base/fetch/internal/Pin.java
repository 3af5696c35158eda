package dev.engram.base.fetch.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.fetch.Digests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The hash a fetched file must have.
 *
 * @param algorithm {@code sha256} (hexadecimal) or {@code sha512} (Base64)
 * @param value the hash
 */
public record Pin(String algorithm, String value) {

    public static Pin sha256(String hex) {
        return new Pin("sha256", hex.toLowerCase(Locale.ROOT));
    }

    /** Takes the bare Base64 form or npm's, with {@code sha512-} before it. */
    public static Pin sha512(String base64) {
        return new Pin("sha512", base64.startsWith("sha512-") ? base64.substring(7) : base64);
    }

    /** A few characters fit for a file name, different for different hashes. */
    public String shortName() {
        return Integer.toHexString(value.hashCode());
    }

    /** The hash that {@code file} really has. */
    public String of(Path file, Progress progress) throws IOException {
        return algorithm.equals("sha512")
                ? Digests.sha512Base64(file, progress)
                : Digests.sha256Hex(file, progress);
    }

    /**
     * Checks a file against this hash.
     *
     * @param remedy what the user can do where it differs
     * @throws WorkbenchException of category DAMAGED, naming the file and both hashes
     */
    public void check(Path file, String remedy, Progress progress) throws IOException {
        String found = of(file, progress);
        if (!found.equals(value)) {
            throw WorkbenchException.damaged(
                    "%s has %s %s, expected %s".formatted(file, algorithm, found, value), remedy);
        }
    }
}
