package dev.engram.engram.internal.documents;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.documents.DocumentRecord.Part;
import dev.engram.engram.internal.index.SegmentReader.Place;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Shows passages: their text and, in documents, page and headings. Thread-safe. */
public final class PassageTexts {

    /**
     * A passage as people see it.
     *
     * @param text bytes that are not UTF-8 are read as ISO 8859-1
     * @param page from 1, or 0
     * @param section the headings above it, or empty
     */
    public record Shown(String text, int page, String section) {}

    private final TreeReader files;
    private final DocumentTree documents;

    public PassageTexts(TreeReader files, DocumentTree documents) {
        this.files = files;
        this.documents = documents;
    }

    /**
     * The passage at a place of a file.
     *
     * @throws WorkbenchException DAMAGED if the manifest has no such file, or its document no such
     *     place
     */
    public Shown show(byte[] path, Place place) throws IOException {
        Optional<DocumentRecord> document = documents.find(path);
        byte[] text =
                document.isPresent() && document.get().text().isPresent()
                        ? extracted(path, document.get().text().get(), place)
                        : inFile(path, place);
        Optional<Part> part = document.flatMap(d -> d.part(place.startByte()));
        return new Shown(
                PathBytes.text(text),
                part.map(Part::page).orElse(0),
                part.map(Part::label).orElse(""));
    }

    private static byte[] extracted(byte[] path, byte[] text, Place place) {
        if (place.endByte() > text.length) {
            throw damaged("the text of " + PathBytes.text(path) + " ends before a passage of it");
        }
        return Arrays.copyOfRange(text, place.startByte(), place.endByte());
    }

    private byte[] inFile(byte[] path, Place place) throws IOException {
        Optional<FileEntry> file = files.file(path);
        if (file.isEmpty()) {
            throw damaged("the index names " + PathBytes.text(path) + ", the manifest does not");
        }
        return files.range(file.get(), place.startByte(), place.endByte());
    }

    private static WorkbenchException damaged(String problem) {
        return WorkbenchException.damaged(
                "damaged: " + problem, "find out what is lost: workbench engram check -e ENGRAM");
    }
}
