package dev.engram.engram.select;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** First bytes of well-known binary formats, some of which may pass for text otherwise. */
final class BinaryMagic {

    private static final int LONGEST = 16;

    /** Indexed by first byte: most files are dismissed by one look. */
    private static final List<List<byte[]>> BY_FIRST_BYTE = new ArrayList<>();

    static {
        for (int i = 0; i < 256; i++) {
            BY_FIRST_BYTE.add(new ArrayList<>());
        }
        for (String hex :
                List.of(
                        "89504e470d0a1a0a", // PNG
                        "ffd8ff", // JPEG
                        "504b0304", // ZIP, JAR, DOCX
                        "504b0506", // ZIP, empty
                        "1f8b", // gzip
                        "28b52ffd", // zstd
                        "fd377a585a00", // xz
                        "377abcaf271c", // 7z
                        "cafebabe", // class file, Mach-O
                        "7f454c46", // ELF
                        "cffaedfe", // Mach-O
                        "feedfeed", // JKS
                        "4f676753", // Ogg
                        "49492a00", // TIFF
                        "4d4d002a", // TIFF
                        "00000100", // ICO
                        "0061736d", // WebAssembly
                        "d0cf11e0a1b11ae1", // DOC, XLS, MSI
                        "53514c69746520666f726d6174203300")) { // SQLite
            add(HexFormat.of().parseHex(hex));
        }
        for (String text :
                List.of(
                        "GIF87a",
                        "GIF89a",
                        "%PDF-",
                        "Rar!",
                        "wOFF",
                        "wOF2",
                        "GGUF",
                        "!<arch>\n",
                        "ID3",
                        "fLaC",
                        "BZh9",
                        "PAR1",
                        "OTTO")) {
            add(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private BinaryMagic() {}

    private static void add(byte[] magic) {
        BY_FIRST_BYTE.get(magic[0] & 0xFF).add(magic);
    }

    static boolean matches(byte[] content, int length) {
        if (length == 0) {
            return false;
        }
        for (byte[] magic : BY_FIRST_BYTE.get(content[0] & 0xFF)) {
            if (startsWith(content, Math.min(length, LONGEST), magic)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(byte[] content, int length, byte[] magic) {
        if (length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if (content[i] != magic[i]) {
                return false;
            }
        }
        return true;
    }
}
