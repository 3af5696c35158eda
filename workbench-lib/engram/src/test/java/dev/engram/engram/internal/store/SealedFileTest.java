package dev.engram.engram.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.engram.Trees;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.crypt.EngramCipher;
import dev.engram.engram.internal.crypt.FileCipher;
import dev.engram.engram.internal.crypt.MasterKey;
import dev.engram.engram.internal.crypt.SealedHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sealed files: any range reads as it was written, and no rearrangement of pieces does. */
class SealedFileTest {

    private static final int PIECE = FileCipher.PIECE_BYTES;
    private static final int SEALED = FileCipher.SEALED_BYTES;
    private static final Id NAME = Id.hash(new byte[] {1});
    private static final int[] SIZES = {
        1, 15, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 40 * PIECE + 17
    };

    @TempDir Path temp;
    private final MasterKey key = MasterKey.random();
    private final EngramCipher keys = EngramCipher.fresh(key);

    private Path write(byte[] content, Random random) throws IOException {
        Path file = temp.resolve("f" + content.length);
        Files.deleteIfExists(file);
        try (SealedOutput out = new SealedOutput(StoreFiles.disk().create(file), keys.create(1))) {
            for (int at = 0; at < content.length; ) {
                int count = Math.min(content.length - at, 1 + random.nextInt(3 * PIECE));
                out.write(content, at, count);
                at += count;
            }
            out.end(NAME);
        }
        return file;
    }

    private SealedInput open(Path file, int kind, Id name) throws IOException {
        return new SealedInput(FileChannel.open(file), keys, kind, name, "x.engram/f");
    }

    @Test
    void anyRangeReadsAsWritten() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size : SIZES) {
            byte[] content = Trees.noise(size, size);
            try (SealedInput input = open(write(content, random), 1, NAME);
                    Arena arena = Arena.ofConfined()) {
                assertThat(input.size()).isEqualTo(size);
                assertThat(input.map(arena).toArray(ValueLayout.JAVA_BYTE)).isEqualTo(content);
                assertThat(StoreInput.hash(input, n -> {})).isEqualTo(Id.hash(content));
                for (int i = 0; i < 100; i++) {
                    int from = random.nextInt(size);
                    byte[] target = new byte[random.nextInt(size - from + 1)];
                    assertThat(input.read(target, from)).as("seed %d", seed).isTrue();
                    assertThat(target)
                            .as("seed %d, %d bytes at %d of %d", seed, target.length, from, size)
                            .isEqualTo(Arrays.copyOfRange(content, from, from + target.length));
                }
                assertThat(input.read(new byte[2], size - 1)).isFalse();
                assertThat(input.read(new byte[1], -1)).isFalse();
                assertThat(input.read(new byte[1], Long.MAX_VALUE)).isFalse();
            }
        }
    }

    private void assertDamaged(Path file, int kind, Id name, int size) {
        assertThatThrownBy(
                        () -> {
                            try (SealedInput input = open(file, kind, name);
                                    Arena arena = Arena.ofConfined()) {
                                assertThat(input.map(arena).byteSize()).isLessThanOrEqualTo(size);
                            }
                        })
                .isInstanceOfSatisfying(
                        WorkbenchException.class,
                        e -> assertThat(e.category()).isEqualTo(Category.DAMAGED));
    }

    @Test
    void cutSwappedRepeatedAndForeignPiecesAreRefused() throws IOException {
        int size = 4 * PIECE + 9;
        Path file = write(Trees.noise(size, 1), new Random(1));
        byte[] right = Files.readAllBytes(file);
        int head = SealedHeader.BYTES;
        for (int cut :
                new int[] {
                    0,
                    8,
                    head,
                    head + 16,
                    head + 17,
                    head + SEALED,
                    head + 2 * SEALED,
                    head + 2 * SEALED + 16,
                    right.length - 1,
                    right.length - 25
                }) {
            Files.write(file, Arrays.copyOf(right, cut));
            assertDamaged(file, 1, NAME, size);
        }
        byte[] swapped = right.clone();
        System.arraycopy(right, head, swapped, head + SEALED, SEALED);
        System.arraycopy(right, head + SEALED, swapped, head, SEALED);
        Files.write(file, swapped);
        assertDamaged(file, 1, NAME, size);
        byte[] repeated = right.clone();
        System.arraycopy(right, head, repeated, head + SEALED, SEALED);
        Files.write(file, repeated);
        assertDamaged(file, 1, NAME, size);
        Files.write(file, Arrays.copyOf(right, right.length + 1));
        assertDamaged(file, 1, NAME, size);
        Files.write(file, right);
        assertDamaged(file, 2, NAME, size);
        assertDamaged(file, 1, Id.hash(new byte[] {2}), size);
        Path twin = write(Trees.noise(size + PIECE, 2), new Random(1));
        byte[] foreign = right.clone();
        System.arraycopy(Files.readAllBytes(twin), head, foreign, head, SEALED);
        Files.write(file, foreign);
        assertDamaged(file, 1, NAME, size);
        Files.write(file, right);
        try (SealedInput input = open(file, 1, NAME)) {
            assertThat(input.read(new byte[size], 0)).isTrue();
        }
    }

    @Test
    void aDamagedPieceCostsNoOther() throws IOException {
        byte[] content = Trees.noise(4 * PIECE, 3);
        Path file = write(content, new Random(2));
        byte[] bytes = Files.readAllBytes(file);
        bytes[SealedHeader.BYTES + SEALED + 5] ^= 1;
        Files.write(file, bytes);
        try (SealedInput input = open(file, 1, NAME)) {
            byte[] piece = new byte[PIECE];
            assertThat(input.read(piece, 2 * PIECE)).isTrue();
            assertThat(piece).isEqualTo(Arrays.copyOfRange(content, 2 * PIECE, 3 * PIECE));
            assertThatThrownBy(() -> input.read(new byte[2], 2 * PIECE - 1))
                    .hasMessageContaining("x.engram/f: bytes 32768 to 65536 fail authentication");
        }
    }

    /** A second reader, made from the page on the format: HKDF by hand, no code of the store. */
    @Test
    void theFormatIsWhatItsPageSays() throws Exception {
        byte[] content = Trees.noise(2 * PIECE + 100, 5);
        byte[] file = Files.readAllBytes(write(content, new Random(3)));
        String line = key.text().lines().toList().getLast();
        byte[] master = Arrays.copyOf(Base64.getDecoder().decode(line.split(" ")[1]), 32);
        assertThat(new String(file, 0, 8, StandardCharsets.US_ASCII)).isEqualTo("ENGRSEAL");
        assertThat(file[8]).isEqualTo((byte) 1);
        byte[] salt = Arrays.copyOfRange(file, 12, 44);
        assertThat(Arrays.copyOfRange(file, 44, 60))
                .isEqualTo(hkdf(master, salt, "engram 1 check", 16));
        byte[] files = hkdf(master, salt, "engram 1 files", 32);
        byte[] fileKey = hkdf(files, Arrays.copyOfRange(file, 60, 92), "engram 1 file 1", 32);
        ByteArrayOutputStream found = new ByteArrayOutputStream();
        byte[] name = new byte[32];
        NAME.write(name, 0);
        for (int p = 0; p < 3; p++) {
            ByteBuffer nonce = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            nonce.putLong(p).putInt(p == 2 ? 1 : 0);
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(
                    Cipher.DECRYPT_MODE,
                    new SecretKeySpec(fileKey, "AES"),
                    new GCMParameterSpec(128, nonce.array()));
            if (p == 2) {
                gcm.updateAAD(name);
            }
            int at = 96 + p * (PIECE + 16);
            found.write(gcm.doFinal(file, at, Math.min(PIECE + 16, file.length - at)));
        }
        assertThat(found.toByteArray()).isEqualTo(content);
        byte[] names = hkdf(master, salt, "engram 1 names", 32);
        byte[] message = new byte[33];
        message[0] = 5;
        NAME.write(message, 1);
        assertThat(keys.name(5, NAME)).isEqualTo(Id.of(hmac(names, message), 0));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    /** RFC 5869, for at most 32 bytes. */
    private static byte[] hkdf(byte[] secret, byte[] salt, String info, int bytes)
            throws GeneralSecurityException {
        byte[] text = info.getBytes(StandardCharsets.US_ASCII);
        byte[] block = Arrays.copyOf(text, text.length + 1);
        block[text.length] = 1;
        return Arrays.copyOf(hmac(hmac(salt, secret), block), bytes);
    }
}
