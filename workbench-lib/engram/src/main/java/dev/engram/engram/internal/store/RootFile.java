package dev.engram.engram.internal.store;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.bytes.ByteReader;
import dev.engram.engram.internal.bytes.ByteWriter;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The only file of an engram that changes: it names the snapshots, oldest first. It is replaced
 * atomically, so that a reader finds either the old state or the new one.
 *
 * @param generation counts the replacements
 * @param snapshots the snapshots that exist, the current one last
 */
public record RootFile(long generation, List<Id> snapshots) {

    /**
     * The format of an engram as a whole: 2 means that snapshots may be of version 2. Written
     * always as 2; 1 is read too.
     */
    public static final int VERSION = 2;

    /** Code and name of the root where it is sealed; no other file has them. */
    static final int KIND = 0;

    static final Id NAME = new Id(0, 0, 0, 0);

    private static final byte[] MAGIC = "ENGRROOT".getBytes(StandardCharsets.US_ASCII);

    public RootFile {
        snapshots = List.copyOf(snapshots);
    }

    /** The current snapshot. */
    public Id head() {
        return snapshots.getLast();
    }

    /** Replaces the root; returns when the new one is on the disk. */
    public void write(StoreFiles files, StoreLayout layout) throws IOException {
        ByteWriter out = new ByteWriter(64 + snapshots.size() * Id.BYTES);
        out.raw(MAGIC).u32(VERSION).u64(generation).varint(snapshots.size());
        snapshots.forEach(out::id);
        out.id(Id.hash(out.toByteArray()));
        Path temporary = layout.temporary().resolve("root." + generation);
        files.delete(temporary);
        try (StoreOutput output = layout.output(files, temporary, KIND)) {
            output.write(out.array(), 0, out.size());
            output.end(NAME);
        }
        files.move(temporary, layout.root());
        files.forceFolder(layout.folder());
    }

    /**
     * Reads and verifies the root.
     *
     * @throws WorkbenchException MISSING or DAMAGED
     */
    public static RootFile read(StoreLayout layout) throws IOException {
        layout.requireEngram();
        byte[] bytes = layout.readRoot();
        String name = layout.folder().getFileName() + "/root";
        int content = bytes.length - Id.BYTES;
        if (content < MAGIC.length + 4 || !begins(bytes)) {
            throw damaged(layout, name + ": it is not the root of an engram");
        }
        if (!Id.hash(Arrays.copyOf(bytes, content)).equals(Id.of(bytes, content))) {
            throw damaged(layout, name + ": its content is not what was written");
        }
        ByteReader in = new ByteReader(bytes, MAGIC.length, content - MAGIC.length, name);
        int version = in.u32();
        if (version < 1 || version > VERSION) {
            throw newer(name, version, VERSION);
        }
        long generation = in.u64();
        List<Id> snapshots = new ArrayList<>();
        for (int i = in.count(Id.BYTES); i > 0; i--) {
            snapshots.add(in.id());
        }
        in.expectEnd();
        if (snapshots.isEmpty()) {
            throw damaged(layout, name + ": it names no snapshot");
        }
        return new RootFile(generation, snapshots);
    }

    /** Whether a workbench that knows more than this one wrote the root: it must be left alone. */
    public static boolean isNewer(StoreLayout layout) throws IOException {
        return version(layout) > VERSION;
    }

    /** The version of a root that is what was written, whether this code can read it or not. */
    public static int version(StoreLayout layout) throws IOException {
        if (!Files.isRegularFile(layout.root())) {
            return 0;
        }
        byte[] bytes;
        try {
            bytes = layout.readRoot();
        } catch (WorkbenchException e) {
            return 0; // what was sealed cannot be opened
        }
        int content = bytes.length - Id.BYTES;
        boolean whole =
                content >= MAGIC.length + 4
                        && begins(bytes)
                        && Id.hash(Arrays.copyOf(bytes, content)).equals(Id.of(bytes, content));
        int version = whole ? new ByteReader(bytes, MAGIC.length, 4, "root").u32() : 0;
        return version < 0 ? Integer.MAX_VALUE : version;
    }

    /** The error for a file of a version that this workbench does not know. */
    static WorkbenchException newer(String name, int version, int known) {
        return WorkbenchException.damaged(
                name + ": format version " + version + ", this workbench reads up to " + known,
                "use the workbench that wrote it, or a newer one");
    }

    /** Whether bytes begin as a root does. */
    static boolean begins(byte[] bytes) {
        return Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length));
    }

    private static WorkbenchException damaged(StoreLayout layout, String problem) {
        return WorkbenchException.damaged(
                "damaged: " + problem,
                "find out what is lost: workbench engram check -e " + layout.folder());
    }
}
