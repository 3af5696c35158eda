package dev.engram.engram;

import org.junit.jupiter.api.extension.ExtendWith;

/** Round trips, with a key. */
@ExtendWith(WithKey.class)
class EncryptedRoundTripTest extends RoundTripTest {}
