package dev.engram.kernel.runtime.magic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one magic; the kernel installs it with {@link MagicCalls#install}. */
@FunctionalInterface
public interface MagicRunner {

    /**
     * @param name a line or cell magic of the catalogue
     * @param arguments the arguments, interpolated
     * @param body the body of a cell magic, or {@code null} for a line magic
     * @return the value of the magic
     */
    @Nullable Object run(String name, List<String> arguments, @Nullable String body)
            throws Exception;
}
