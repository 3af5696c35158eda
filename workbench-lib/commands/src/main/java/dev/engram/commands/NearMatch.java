package dev.engram.commands;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the name a user probably meant, among commands and options. */
public final class NearMatch {

    private NearMatch() {}

    /**
     * The near candidate of {@link dev.engram.base.NearMatch#of}, or {@code null} where there is
     * none.
     */
    public static @Nullable String of(String word, Collection<String> candidates) {
        return dev.engram.base.NearMatch.of(word, candidates).orElse(null);
    }
}
