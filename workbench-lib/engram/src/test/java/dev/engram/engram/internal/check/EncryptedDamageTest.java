package dev.engram.engram.internal.check;

import dev.engram.engram.WithKey;
import org.junit.jupiter.api.extension.ExtendWith;

/** Flipped bytes, every cut and swapped file, with a key. */
@ExtendWith(WithKey.class)
class EncryptedDamageTest extends DamageTest {

    @Override
    String why() {
        return " (bytes 393216 to 425984 fail authentication: damaged, or not written with this"
                + " key)";
    }

    /** A sealed piece fails as a whole: with a key, which byte it was matters less. */
    @Override
    int stride() {
        return 5;
    }
}
