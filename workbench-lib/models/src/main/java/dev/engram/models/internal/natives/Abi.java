package dev.engram.models.internal.natives;

import java.util.HexFormat;

/**
 * The binary interface this code was written for. Parameter structures go by value and change from
 * build to build, so the natives are pinned: version, commit, and the bytes their own defaults
 * have. A mismatch is refused before any model is loaded.
 */
final class Abi {

    static final long MODEL_PARAMS_BYTES = 80;
    static final long CONTEXT_PARAMS_BYTES = 160;
    static final long QUANTIZE_PARAMS_BYTES = 64;
    static final long BATCH_BYTES = 56;

    /** Room for a structure that has grown, so that growth is seen instead of overwritten. */
    static final long OVERSIZED_BYTES = 512;

    /** What the blob is filled with before the native code writes its defaults. */
    static final byte FILL = (byte) 0xAA;

    static final String LLAMA_VERSION = "0.5.0-dev";
    static final String GGML_VERSION = "0.25.1";
    static final String GGML_COMMIT = "0ad4a86";

    static final byte[] MODEL_DEFAULTS =
            hex(
                    "00000000000000000000000000000000ffffffff01000000ffffffff01000000"
                            + "00000000aaaaaaaa000000000000000000000000000000000000000000000000"
                            + "0000000000000000000001000000aaaa");
    static final byte[] CONTEXT_DEFAULTS =
            hex(
                    "0002000000080000000200000100000000000000000000000100000004000000"
                            + "0400000000000000ffffffffffffffffffffffffffffffff0000000000000000"
                            + "000080bf000080bf000080bf000080bf00000000000080bf0000000000000000"
                            + "0000000000000000010000000100000000000000000000000000000000000000"
                            + "000101010100aaaa000000000000000000000000000000000000000000000000");
    static final byte[] QUANTIZE_DEFAULTS =
            hex(
                    "00000000070000002b0000002b000000000100000000aaaa0000000000000000"
                            + "0000000000000000000000000000000000000000000000000000000002000000");

    private Abi() {}

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
