package dev.engram.models.embedding.internal.onnx;

import java.io.Serial;

/** What ONNX Runtime said when it refused a call. */
public final class OnnxFailure extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    OnnxFailure(String message) {
        super(message);
    }
}
