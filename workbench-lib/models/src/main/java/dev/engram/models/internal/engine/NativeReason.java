package dev.engram.models.internal.engine;

import java.util.List;

/** Picks the line that says why from what llama.cpp logged. */
final class NativeReason {

    private static final String UNKNOWN = "no reason was logged";

    private NativeReason() {}

    /** The most telling complaint: the innermost error, without function names. */
    static String of(List<String> complaints) {
        return complaints.stream()
                .filter(c -> !c.isBlank())
                .filter(c -> !c.contains("failed to load model"))
                .findFirst()
                .or(() -> complaints.stream().findFirst())
                .map(c -> c.replaceFirst("^[a-z_0-9:~]+: ", ""))
                .map(c -> c.replaceFirst("^error loading model: ", ""))
                .orElse(UNKNOWN);
    }
}
