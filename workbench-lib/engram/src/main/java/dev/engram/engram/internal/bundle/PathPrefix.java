package dev.engram.engram.internal.bundle;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.tree.TreeNode;
import dev.engram.engram.internal.tree.TreeReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders an engram is put below.
 *
 * @param names from the top down, none for the top itself
 */
record PathPrefix(List<byte[]> names) {

    PathPrefix {
        names = List.copyOf(names);
    }

    /**
     * Reads a relative path.
     *
     * @throws WorkbenchException USAGE if it leads outside or has an empty name
     */
    static PathPrefix parse(String path) {
        String text = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        List<byte[]> names = new ArrayList<>();
        if (!text.isEmpty()) {
            for (String part : text.split("/", -1)) {
                byte[] name = part.getBytes(StandardCharsets.UTF_8);
                if (!TreeNode.validName(name)) {
                    throw WorkbenchException.usage(
                            "not a folder to put an engram below: '" + path + "'",
                            "give a relative path, such as A.engram=projects/a");
                }
                names.add(name);
            }
        }
        return new PathPrefix(names);
    }

    /** A path below it. */
    byte[] join(byte[] path) {
        byte[] joined = new byte[0];
        for (byte[] name : names) {
            joined = TreeReader.join(joined, name);
        }
        return path.length == 0 ? joined : TreeReader.join(joined, path);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** Without its first name. */
    PathPrefix rest() {
        return new PathPrefix(names.subList(1, names.size()));
    }
}
