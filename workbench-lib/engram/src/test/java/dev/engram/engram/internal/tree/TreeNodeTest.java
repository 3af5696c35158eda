package dev.engram.engram.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeEntry.LinkEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeNodeTest {

    private static final Id ID = Id.hash(new byte[] {1});

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static TreeNode sample() {
        return new TreeNode(
                List.of(
                        new FileEntry(name("a"), 0644, -5, 300, List.of(new ChunkRef(ID, 300))),
                        new FolderEntry(name("b"), 0755, 7, List.of(new ChunkRef(ID, 9))),
                        new LinkEntry(name("c\u00ff"), 0777, Long.MAX_VALUE, name("../x"))));
    }

    @Test
    void readsWhatItWrote() {
        byte[] bytes = sample().toBytes();
        assertThat(TreeNode.read(bytes, "test").toBytes()).isEqualTo(bytes);
    }

    /** A node with one empty file of the given name, as someone could forge it. */
    private static byte[] forged(byte[] name) {
        return new ByteWriter(64)
                .u8('T')
                .u8(1)
                .varint(1)
                .u8(0)
                .block(name)
                .varint(0644)
                .signed(0)
                .varint(0)
                .varint(0)
                .toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../x", "/etc/passwd", "a/b", "a\u0000b", "x/.."})
    void namesThatLeadElsewhereAreRefused(String name) {
        assertThat(TreeNode.read(forged(name("fine")), "test").entries()).hasSize(1);
        assertThatThrownBy(() -> TreeNode.read(forged(name(name)), "test"))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("a name is not allowed");
    }

    @Property(tries = 3000)
    void anyBytesAreReadOrRefused(@ForAll @Size(max = 80) byte[] bytes) {
        try {
            TreeNode.read(bytes, "test");
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
        }
    }

    @Property(tries = 2000)
    void anyChangeIsReadOrRefused(@ForAll int place, @ForAll byte value) {
        byte[] bytes = sample().toBytes();
        bytes[Math.floorMod(place, bytes.length)] = value;
        try {
            for (TreeEntry entry : TreeNode.read(bytes, "test").entries()) {
                assertThat(new String(entry.name(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("/", "\u0000")
                        .isNotIn("", ".", "..");
            }
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
        }
    }
}
