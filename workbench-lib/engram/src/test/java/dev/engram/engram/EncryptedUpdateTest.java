package dev.engram.engram;

import org.junit.jupiter.api.extension.ExtendWith;

/** Updates, with a key. */
@ExtendWith(WithKey.class)
class EncryptedUpdateTest extends UpdateTest {}
