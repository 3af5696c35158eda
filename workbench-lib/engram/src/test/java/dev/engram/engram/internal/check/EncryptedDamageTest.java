package dev.engram.engram.internal.check;

import dev.engram.engram.WithKey;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every flipped byte, every cut and swapped file, with a key. */
@ExtendWith(WithKey.class)
class EncryptedDamageTest extends DamageTest {

    @Override
    String why() {
        return " (bytes 393216 to 425984 fail authentication: damaged, or not written with this"
                + " key)";
    }
}
