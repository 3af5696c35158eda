package dev.engram.engram;

import org.junit.jupiter.api.extension.ExtendWith;

/** Pruning, with a key. */
@ExtendWith(WithKey.class)
class EncryptedPruneTest extends PruneTest {}
