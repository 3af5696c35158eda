package dev.engram.engram.internal.semantic;

import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.tree.Extension;
import dev.engram.engram.internal.tree.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The semantic channel of a snapshot: the format, and for each segment the file with its trits,
 * unless its passages are still to be embedded.
 *
 * @param format the same for all
 * @param files one for each segment, in their order
 */
public record SemanticChannel(SemanticFormat format, List<Optional<Id>> files) {

    public SemanticChannel {
        files = List.copyOf(files);
    }

    /** The channel of a snapshot, if it has one. */
    public static Optional<SemanticChannel> of(Snapshot snapshot) {
        return snapshot.extension(Extension.Kind.SEMANTIC).map(e -> read(e, snapshot));
    }

    private static SemanticChannel read(Extension extension, Snapshot snapshot) {
        ByteReader in = new ByteReader(extension.payload(), "the semantic part of a snapshot");
        SemanticFormat format = SemanticFormat.read(in);
        List<Optional<Id>> files = new ArrayList<>();
        int used = 0;
        for (int n = in.count(1); n > 0; n--) {
            boolean present = in.u8() != 0;
            if (present && used == extension.files().size()) {
                throw in.damaged("it names more files than there are");
            }
            files.add(present ? Optional.of(extension.files().get(used++).id()) : Optional.empty());
        }
        in.expectEnd();
        if (used != extension.files().size() || files.size() != snapshot.segments().size()) {
            throw in.damaged("its files are not those of the segments");
        }
        return new SemanticChannel(format, files);
    }

    /** What a snapshot keeps of it. */
    public Extension extension() {
        ByteWriter payload = new ByteWriter(256);
        format.write(payload);
        payload.varint(files.size());
        List<FileRef> refs = new ArrayList<>();
        for (Optional<Id> file : files) {
            payload.u8(file.isPresent() ? 1 : 0);
            file.ifPresent(id -> refs.add(new FileRef(FileKind.SEMANTIC, id)));
        }
        return new Extension(Extension.Kind.SEMANTIC, refs, List.of(), payload.toByteArray());
    }
}
