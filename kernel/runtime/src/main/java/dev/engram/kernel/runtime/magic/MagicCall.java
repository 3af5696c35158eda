package dev.engram.kernel.runtime.magic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One magic found in a cell. The Java source refers to it by its id alone, so arguments and bodies
 * may be of any size.
 *
 * @param id unique in this process
 * @param name without {@code %}
 * @param arguments as the user grouped them; templates where {@code interpolated}
 * @param body what follows the first line of a cell magic, unchanged; {@code null} for a line magic
 * @param interpolated whether {@code {name}} in arguments and body stands for a value
 */
public record MagicCall(
        int id, String name, List<String> arguments, @Nullable String body, boolean interpolated) {

    public MagicCall {
        arguments = List.copyOf(arguments);
    }
}
