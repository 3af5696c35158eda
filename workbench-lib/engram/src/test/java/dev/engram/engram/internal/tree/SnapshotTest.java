package dev.engram.engram.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.store.FileKind;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.MetaFile;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots come back as they were written; what a reader cannot know is refused. */
class SnapshotTest {

    private static final Id ONE = new Id(1, 2, 3, 4);
    private static final Id TWO = new Id(5, 6, 7, 8);
    private static final List<ChunkRef> TREE = List.of(new ChunkRef(ONE, 17));

    @TempDir Path temp;
    private StoreLayout layout;

    @BeforeEach
    void folders() throws IOException {
        layout = new StoreLayout(temp.resolve("x.engram"));
        layout.create();
    }

    private static Snapshot snapshot(List<Extension> extensions) {
        return new Snapshot(
                Optional.of(TWO),
                1_700_000_000_000L,
                "/somewhere/é",
                List.of("*.java"),
                List.of("build", "tmp"),
                0755,
                -1_000_000_007L,
                TREE,
                5,
                4,
                3,
                2,
                10_000,
                1,
                List.of(ONE),
                List.of(
                        new Snapshot.SegmentRef(ONE, Optional.of(TWO)),
                        new Snapshot.SegmentRef(TWO, Optional.empty())),
                extensions);
    }

    private Snapshot again(Snapshot snapshot) throws IOException {
        return Snapshot.read(layout, snapshot.write(StoreFiles.disk(), layout));
    }

    @Test
    void comesBackWithItsExtensions() throws IOException {
        Extension semantic =
                new Extension(
                        Extension.Kind.SEMANTIC,
                        List.of(new FileRef(FileKind.SEGMENT, TWO)),
                        List.of(),
                        new byte[] {1, 2, 3});
        Extension documents =
                new Extension(
                        Extension.Kind.DOCUMENTS,
                        List.of(),
                        List.of(List.of(new ChunkRef(TWO, 9))),
                        new byte[0]);
        Snapshot written = snapshot(List.of(semantic, documents));
        Snapshot read = again(written);
        assertThat(read).isEqualTo(written);
        assertThat(read.extension(Extension.Kind.DOCUMENTS)).contains(documents);
        assertThat(read.extension(Extension.Kind.NODES)).isEmpty();
        assertThat(read.fileRefs())
                .containsExactly(
                        new FileRef(FileKind.CHUNKS, ONE),
                        new FileRef(FileKind.SEGMENT, ONE),
                        new FileRef(FileKind.DELETIONS, TWO),
                        new FileRef(FileKind.SEGMENT, TWO),
                        new FileRef(FileKind.SEGMENT, TWO));
        assertThat(read.trees()).containsExactly(TREE, List.of(new ChunkRef(TWO, 9)));
        assertThat(again(snapshot(List.of())).isSameState(read)).isFalse();
    }

    @Test
    void extensionsOutOfOrderAreRefused() throws IOException {
        Extension nodes = new Extension(Extension.Kind.NODES, List.of(), List.of(), new byte[1]);
        Id id = snapshot(List.of(nodes, nodes)).write(StoreFiles.disk(), layout);
        assertThatThrownBy(() -> Snapshot.read(layout, id))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("extensions are out of order");
    }

    @Test
    void unknownKindsOfExtensionsAndFilesAreRefused() throws IOException {
        Id plain = snapshot(List.of()).write(StoreFiles.disk(), layout);
        byte[] bytes = Files.readAllBytes(layout.path(FileKind.SNAPSHOT, plain));
        int body = bytes.length - FileKind.HEADER_BYTES - 1;
        ByteWriter kind = new ByteWriter(500).raw(bytes, FileKind.HEADER_BYTES, body);
        kind.varint(1).u8(99).block(new byte[] {0, 0, 0});
        ByteWriter file = new ByteWriter(500).raw(bytes, FileKind.HEADER_BYTES, body);
        ByteWriter block = new ByteWriter(50).varint(1).u8(77).id(ONE).varint(0).varint(0);
        file.varint(1).u8(1).block(block.toByteArray());
        Id unknownKind = MetaFile.write(StoreFiles.disk(), layout, FileKind.SNAPSHOT, kind);
        Id unknownFile = MetaFile.write(StoreFiles.disk(), layout, FileKind.SNAPSHOT, file);
        assertThatThrownBy(() -> Snapshot.read(layout, unknownKind))
                .hasMessageContaining("unknown kind 99");
        assertThatThrownBy(() -> Snapshot.read(layout, unknownFile))
                .hasMessageContaining("unknown kind 77");
    }

    @Test
    void aNewerVersionIsRefusedByName() throws IOException {
        Id id = snapshot(List.of()).write(StoreFiles.disk(), layout);
        byte[] bytes = Files.readAllBytes(layout.path(FileKind.SNAPSHOT, id));
        bytes[8]++;
        Id newer = Id.hash(bytes);
        Files.write(layout.path(FileKind.SNAPSHOT, newer), bytes);
        assertThatThrownBy(() -> Snapshot.read(layout, newer))
                .hasMessageContaining("format version 3, this workbench reads up to 2");
    }
}
