package dev.engram.engram;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.tree.PathBytes;
import dev.engram.engram.internal.tree.Snapshot;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;

/** Writes a snapshot's tree as one JSON object: numbers, then the entries in order. */
final class ManifestExport {

    private ManifestExport() {}

    static void write(TreeReader tree, Snapshot snapshot, Id id, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(target.getFileName() + ".part");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary));
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.useDefaultPrettyPrinter();
            json.writeStartObject();
            json.writeStringField("snapshot", id.hex());
            json.writeStringField("taken", Instant.ofEpochMilli(snapshot.epochMillis()).toString());
            json.writeStringField("source", snapshot.source());
            json.writeNumberField("files", snapshot.files());
            json.writeNumberField("bytes", snapshot.bytes());
            json.writeNumberField("passages", snapshot.passages());
            json.writeArrayFieldStart("entries");
            tree.walk(
                    (path, entry) -> {
                        json.writeStartObject();
                        json.writeStringField("path", PathBytes.text(path));
                        json.writeStringField(
                                "kind",
                                switch (entry) {
                                    case FileEntry f -> "file";
                                    case FolderEntry f -> "folder";
                                    case LinkEntry l -> "link";
                                });
                        json.writeStringField("mode", String.format("%04o", entry.mode()));
                        json.writeStringField("modified", Listing.time(entry.mtimeNanos()));
                        switch (entry) {
                            case FileEntry f -> {
                                json.writeNumberField("size", f.size());
                                json.writeArrayFieldStart("chunks");
                                for (ChunkRef chunk : f.chunks()) {
                                    json.writeString(chunk.id().hex());
                                }
                                json.writeEndArray();
                            }
                            case FolderEntry f -> {}
                            case LinkEntry l ->
                                    json.writeStringField("target", PathBytes.text(l.target()));
                        }
                        json.writeEndObject();
                    });
            json.writeEndArray();
            json.writeEndObject();
        }
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
