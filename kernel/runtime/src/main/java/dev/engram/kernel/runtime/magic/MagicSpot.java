package dev.engram.kernel.runtime.magic;

import java.util.Optional;

/**
 * The text of one magic in a cell that may still be being typed.
 *
 * @param start offset of its {@code %}
 * @param nameStart offset of its name, which may be empty
 * @param nameEnd offset behind its name
 * @param end offset behind its line
 * @param cellMagic whether it begins with {@code %%}
 */
record MagicSpot(int start, int nameStart, int nameEnd, int end, boolean cellMagic) {

    String name(String cell) {
        return cell.substring(nameStart, nameEnd);
    }

    /** The magic whose line the cursor is in. */
    static Optional<MagicSpot> at(String cell, int cursor, MagicCatalogue names) {
        JavaScan scan = new JavaScan(cell, 0);
        while (scan.toCode() && scan.position() <= cursor) {
            int at = scan.position();
            if (cell.charAt(at) == '%') {
                boolean cellMagic = cell.startsWith("%%", at) && scan.previous().isEmpty();
                int nameStart = at + (cellMagic ? 2 : 1);
                int nameEnd = MagicPlaces.nameEnd(cell, nameStart);
                int end = MagicPlaces.logicalLineEnd(cell, nameEnd);
                MagicSpot spot = new MagicSpot(at, nameStart, nameEnd, end, cellMagic);
                if (cellMagic || spot.isLineMagic(cell, scan, names)) {
                    if (cursor >= nameStart && cursor <= end) {
                        return Optional.of(spot);
                    }
                    if (cellMagic) {
                        return Optional.empty();
                    }
                    scan.skipMagic(end);
                    continue;
                }
            }
            scan.step();
        }
        return Optional.empty();
    }

    private boolean isLineMagic(String cell, JavaScan scan, MagicCatalogue names) {
        if (scan.insideParentheses()) {
            return false;
        }
        boolean known = names.lineMagics().contains(name(cell));
        if (scan.previous().equals("}")) {
            return !scan.lineHasCode();
        }
        return MagicPlaces.startsStatement(scan)
                || MagicPlaces.startsValue(scan)
                || known && !scan.lineHasCode() && MagicPlaces.cannotContinueJava(cell, nameEnd);
    }
}
