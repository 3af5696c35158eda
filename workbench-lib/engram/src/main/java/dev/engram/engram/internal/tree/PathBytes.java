package dev.engram.engram.internal.tree;

import dev.engram.base.WorkbenchException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Paths as the bytes the file system has, whatever the locale. Java keeps those bytes but shows
 * them only in URIs, so names beyond ASCII go that way.
 */
public final class PathBytes {

    private static final Path SLASH = Path.of("/");

    private PathBytes() {}

    /** The bytes of the last name of a path that is not a root. */
    public static byte[] name(Path path) {
        Path name = path.getFileName();
        if (name == null) {
            return new byte[0];
        }
        String text = name.toString();
        if (plain(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        byte[] whole = decode(SLASH.resolve(name).toUri().getRawPath());
        int end = whole[whole.length - 1] == '/' ? whole.length - 1 : whole.length;
        return Arrays.copyOfRange(whole, 1, end);
    }

    /** The bytes of a link's target, which may be relative, end in a slash and lead nowhere. */
    public static byte[] target(Path target) {
        String text = target.toString();
        if (plain(text)) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
        String raw = (target.isAbsolute() ? target : SLASH.resolve(target)).toUri().getRawPath();
        if (raw.endsWith("/") && !text.endsWith("/")) {
            raw = raw.substring(0, raw.length() - 1);
        }
        byte[] whole = decode(raw);
        return target.isAbsolute() ? whole : Arrays.copyOfRange(whole, 1, whole.length);
    }

    /** {@code folder/name} for a name given as bytes. */
    public static Path resolve(Path folder, byte[] name) {
        String text = new String(name, StandardCharsets.ISO_8859_1);
        return plain(text) ? folder.resolve(text) : folder.resolve(relative(name));
    }

    /** A link's target as a path with exactly these bytes. */
    public static Path targetPath(byte[] target) {
        String text = new String(target, StandardCharsets.ISO_8859_1);
        if (plain(text) && !text.endsWith("/") && !text.contains("//")) {
            return Path.of(text);
        }
        return target[0] == '/' ? absolute(target) : relative(target);
    }

    private static Path relative(byte[] bytes) {
        byte[] withSlash = new byte[bytes.length + 1];
        withSlash[0] = '/';
        System.arraycopy(bytes, 0, withSlash, 1, bytes.length);
        Path path = absolute(withSlash);
        return path.subpath(0, path.getNameCount());
    }

    private static Path absolute(byte[] bytes) {
        StringBuilder uri = new StringBuilder("file:///");
        for (int i = 1; i < bytes.length; i++) {
            int b = bytes[i] & 0xFF;
            boolean last = i == bytes.length - 1;
            if ((b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || (b == '/' && !last)) {
                uri.append((char) b);
            } else {
                uri.append('%')
                        .append(Character.forDigit(b >> 4, 16))
                        .append(Character.forDigit(b & 15, 16));
            }
        }
        try {
            return Path.of(URI.create(uri.toString()));
        } catch (IllegalArgumentException e) {
            throw WorkbenchException.resource(
                    "this system cannot hold the name " + text(bytes),
                    "extract on Linux, or leave it out with --include or --exclude",
                    e);
        }
    }

    /**
     * A relative path as text: UTF-8 where it is valid, else ISO 8859-1, so that every path has a
     * readable form.
     */
    public static String text(byte[] path) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(path))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(path, StandardCharsets.ISO_8859_1);
        }
    }

    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static byte[] decode(String rawPath) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(rawPath.length());
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(rawPath, i + 1, i + 3, 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }
}
