package dev.engram.engram;

import org.junit.jupiter.api.extension.ExtendWith;

/** The history, with a key. */
@ExtendWith(WithKey.class)
class EncryptedHistoryTest extends HistoryTest {}
