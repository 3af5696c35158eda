package dev.engram.engram;

import org.junit.jupiter.api.extension.ExtendWith;

/** Bundles, with a key. */
@ExtendWith(WithKey.class)
class EncryptedBundleTest extends BundleTest {}
