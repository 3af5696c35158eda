package dev.engram.engram.internal.crypt;

import dev.engram.engram.internal.bytes.Id;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one engram, derived from the key file and the engram's salt by HKDF-SHA256 (RFC
 * 5869): one for names, one for files, and a value by which a wrong key is noticed. Thread-safe.
 */
public final class EngramCipher {

    private final byte[] salt;
    private final byte[] check;
    private final SecretKey names;
    private final SecretKey files;

    private EngramCipher(MasterKey key, byte[] salt) {
        this.salt = salt;
        this.check = derive(key.secret(), salt, "engram 1 check", SealedHeader.CHECK_BYTES);
        this.names =
                new SecretKeySpec(derive(key.secret(), salt, "engram 1 names", 32), "HmacSHA256");
        this.files =
                new SecretKeySpec(derive(key.secret(), salt, "engram 1 files", 32), "HKDF-SHA256");
    }

    /** The keys of a new engram. */
    public static EngramCipher fresh(MasterKey key) {
        return new EngramCipher(key, SealedHeader.randomSalt());
    }

    /** The keys of the engram that a file belongs to, right or wrong. */
    public static EngramCipher of(MasterKey key, SealedHeader header) {
        return new EngramCipher(key, header.salt().clone());
    }

    /** Whether the file of a header was sealed with this key, in this engram. */
    public boolean fits(SealedHeader header) {
        return MessageDigest.isEqual(salt, header.salt())
                && MessageDigest.isEqual(check, header.check());
    }

    /** The name of a file on disk, which tells nothing of its content: HMAC-SHA256 of kind, id. */
    public Id name(int kind, Id id) {
        byte[] message = new byte[1 + Id.BYTES];
        message[0] = (byte) kind;
        id.write(message, 1);
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(names);
            return Id.of(mac.doFinal(message), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks HmacSHA256", e);
        }
    }

    /** The cipher of a new file of a kind. */
    public FileCipher create(int kind) {
        return file(kind, new SealedHeader(salt, check, SealedHeader.randomSalt()));
    }

    /** The cipher of a file that exists. */
    public FileCipher open(int kind, SealedHeader header) {
        return file(kind, header);
    }

    private FileCipher file(int kind, SealedHeader header) {
        byte[] key = derive(files, header.fileSalt(), "engram 1 file " + kind, 32);
        return new FileCipher(header, new SecretKeySpec(key, "AES"));
    }

    private static byte[] derive(SecretKey from, byte[] salt, String purpose, int bytes) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(
                            HKDFParameterSpec.ofExtract()
                                    .addIKM(from)
                                    .addSalt(salt)
                                    .thenExpand(
                                            purpose.getBytes(StandardCharsets.US_ASCII), bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "the keys of an engram";
    }
}
