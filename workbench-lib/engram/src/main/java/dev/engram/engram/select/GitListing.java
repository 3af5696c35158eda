package dev.engram.engram.select;

import dev.engram.base.WorkbenchException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what {@code git ls-tree -r -z -l} prints. */
final class GitListing {

    private GitListing() {}

    /** Adds the entries of a listing, and a notice for what is not plain content. */
    static void parse(byte[] listing, List<GitEntry> entries, List<String> notices) {
        Set<String> seen = new HashSet<>();
        int at = 0;
        while (at < listing.length) {
            int tab = indexOf(listing, (byte) '\t', at);
            int end = indexOf(listing, (byte) 0, tab);
            String[] fields =
                    new String(listing, at, tab - at, StandardCharsets.US_ASCII).split(" +");
            byte[] path = Arrays.copyOfRange(listing, tab + 1, end);
            at = end + 1;
            String text = new String(path, StandardCharsets.UTF_8);
            if (!safe(path) || !seen.add(new String(path, StandardCharsets.ISO_8859_1))) {
                notices.add("left out, its name is unsafe: " + text);
                continue;
            }
            GitEntry.Kind kind = kind(fields[0]);
            if (kind == GitEntry.Kind.SUBMODULE) {
                notices.add(
                        text + ": a submodule at " + fields[2] + ", its files are not included");
            }
            long size = fields[3].equals("-") ? 0 : Long.parseLong(fields[3]);
            entries.add(new GitEntry(path, kind, fields[2], size));
        }
    }

    private static GitEntry.Kind kind(String mode) {
        return switch (mode) {
            case "120000" -> GitEntry.Kind.LINK;
            case "160000" -> GitEntry.Kind.SUBMODULE;
            default ->
                    (Integer.parseInt(mode, 8) & 0111) != 0
                            ? GitEntry.Kind.EXECUTABLE
                            : GitEntry.Kind.FILE;
        };
    }

    /** No empty name, {@code .}, {@code ..} or {@code .git}, which only a forged tree holds. */
    static boolean safe(byte[] path) {
        for (String name : new String(path, StandardCharsets.ISO_8859_1).split("/", -1)) {
            if (name.isEmpty()
                    || name.equals(".")
                    || name.equals("..")
                    || name.toLowerCase(Locale.ROOT).equals(".git")) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(byte[] bytes, byte wanted, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        throw WorkbenchException.damaged("git listed a tree in an unknown form", "update git");
    }
}
