package dev.engram.engram.internal.crypt;

import dev.engram.base.WorkbenchException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The 256 random bits that a key file holds. The file is text: comments, then one line of a name
 * with version and the base64 of key and checksum, so that a mistaken file and a damaged one are
 * told apart before anything is decrypted with them. Immutable; never shown.
 */
public final class MasterKey {

    /** The key of the call that runs, for engrams opened without naming one. */
    public static final ScopedValue<MasterKey> CURRENT = ScopedValue.newInstance();

    /** The environment variable that names a key file. */
    public static final String VARIABLE = "ENGRAM_KEY_FILE";

    private static final int KEY_BYTES = 32;
    private static final int CHECKSUM_BYTES = 8;
    private static final String FORMAT = "ENGRAM-KEY-";
    private static final String VERSION = FORMAT + "1";

    private final byte[] bytes;

    private MasterKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new random key. */
    public static MasterKey random() {
        byte[] bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new MasterKey(bytes);
    }

    /** The content of a key file. */
    public String text() {
        byte[] content = Arrays.copyOf(bytes, KEY_BYTES + CHECKSUM_BYTES);
        System.arraycopy(checksum(bytes), 0, content, KEY_BYTES, CHECKSUM_BYTES);
        return "# A key of encrypted engrams. Whoever has it can read them; without it they are"
                + " lost.\n# Keep it secret, and keep a copy elsewhere.\n"
                + VERSION
                + " "
                + Base64.getEncoder().encodeToString(content)
                + "\n";
    }

    /**
     * Reads the content of a key file.
     *
     * @param name of the file, for messages
     * @throws WorkbenchException USAGE if it is no key file, DAMAGED if its checksum does not fit
     */
    static MasterKey parse(String text, String name) {
        List<String> lines =
                text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .toList();
        if (lines.size() != 1 || !lines.getFirst().startsWith(FORMAT)) {
            throw WorkbenchException.usage(
                    "not a key file: " + name,
                    "a key file is made by: workbench engram key new FILE");
        }
        String[] words = lines.getFirst().split(" +");
        if (!words[0].equals(VERSION)) {
            if (words[0].matches(FORMAT + "[0-9]{1,6}")) {
                throw WorkbenchException.usage(
                        name + ": a key file of a newer version",
                        "use the workbench that wrote it, or a newer one");
            }
            throw damaged(name);
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(words.length == 2 ? words[1] : "");
        } catch (IllegalArgumentException e) {
            throw damaged(name);
        }
        if (decoded.length != KEY_BYTES + CHECKSUM_BYTES) {
            throw damaged(name);
        }
        byte[] key = Arrays.copyOf(decoded, KEY_BYTES);
        byte[] checksum = Arrays.copyOfRange(decoded, KEY_BYTES, decoded.length);
        if (!Arrays.equals(checksum(key), checksum)) {
            throw damaged(name);
        }
        return new MasterKey(key);
    }

    private static WorkbenchException damaged(String name) {
        return WorkbenchException.damaged(
                "damaged: the key in " + name + " is not what was written",
                "take a copy of the key file; without its key an engram cannot be read");
    }

    private static byte[] checksum(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(VERSION.getBytes(StandardCharsets.US_ASCII));
            return Arrays.copyOf(digest.digest(key), CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    SecretKey secret() {
        return new SecretKeySpec(bytes, "HKDF-SHA256");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MasterKey key && MessageDigest.isEqual(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return MasterKey.class.hashCode(); // equal for all, so that it tells nothing
    }

    @Override
    public String toString() {
        return "a key";
    }
}
