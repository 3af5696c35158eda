package dev.engram.kernel.runtime.magic;

import dev.engram.kernel.extension.MagicAssist;
import dev.engram.kernel.extension.MagicAssist.Completion;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Completion and help for the magics of a cell. Where the cursor is in no magic it has nothing to
 * say, and Java's own completion takes over. Thread-safe.
 */
public final class CellAssist {

    private final MagicCatalogue names;
    private final MagicAssist verbs;

    /**
     * @param names the magics there are
     * @param workingDirectory what relative paths are completed against
     */
    public CellAssist(MagicCatalogue names, Path workingDirectory) {
        this.names = names;
        this.verbs = new MagicAssist(workingDirectory);
    }

    /**
     * What may stand at the cursor; the offsets are those of the cell. Empty where the cursor is in
     * no magic, or in the Java of a {@code %time}.
     *
     * @param cell the whole cell
     * @param cursor offset in it, in UTF-16 units
     */
    public Optional<Completion> complete(String cell, int cursor) {
        return MagicSpot.at(cell, cursor, names)
                .flatMap(
                        spot -> {
                            if (cursor <= spot.nameEnd()) {
                                String prefix = cell.substring(spot.nameStart(), cursor);
                                return Optional.of(MagicAssist.names(known(spot), prefix, cursor));
                            }
                            if (spot.name(cell).equals(MagicCatalogue.TIME)) {
                                return Optional.empty();
                            }
                            String line = cell.substring(spot.start(), cursor);
                            Completion found = verbs.complete(line, line.length());
                            return Optional.of(
                                    new Completion(
                                            found.candidates(),
                                            found.start() + spot.start(),
                                            found.end() + spot.start()));
                        });
    }

    /**
     * Help for the magic at the cursor, as plain text; empty where there is none.
     *
     * @param cell the whole cell
     * @param cursor offset in it, in UTF-16 units
     */
    public Optional<String> inspect(String cell, int cursor) {
        return MagicSpot.at(cell, cursor, names)
                .flatMap(
                        spot -> {
                            @Nullable String own = KernelMagics.help(spot.name(cell));
                            String line = cell.substring(spot.start(), spot.end());
                            return Optional.ofNullable(
                                    own != null ? own : verbs.inspect(line, cursor - spot.start()));
                        });
    }

    private Collection<String> known(MagicSpot spot) {
        return spot.cellMagic() ? names.cellMagics() : names.lineMagics();
    }
}
