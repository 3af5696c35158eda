package dev.engram.commands.model;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a text for a model. */
final class TextFile {

    private TextFile() {}

    /**
     * @throws WorkbenchException USAGE if it is not UTF-8
     */
    static String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw WorkbenchException.usage(
                    file + " is not UTF-8 text", "convert it, for example with iconv");
        }
    }
}
