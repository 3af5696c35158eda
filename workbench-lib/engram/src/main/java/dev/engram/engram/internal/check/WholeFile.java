package dev.engram.engram.internal.check;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.StoreInput;
import dev.engram.engram.internal.store.StoreLayout;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.LongConsumer;

/** Compares a file's bytes with its name. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Whether a file's bytes are what its name says; a missing file is not whole.
     *
     * @param read is told the count of bytes of each part that was read
     */
    public static boolean is(StoreLayout layout, FileKind kind, Id id, LongConsumer read)
            throws IOException {
        try (StoreInput input = layout.open(kind, id)) {
            return StoreInput.hash(
                            input,
                            count -> {
                                Interrupts.check("nothing was changed");
                                read.accept(count);
                            })
                    .equals(id);
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.DAMAGED) {
                return false; // what was sealed cannot be opened
            }
            throw e;
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
