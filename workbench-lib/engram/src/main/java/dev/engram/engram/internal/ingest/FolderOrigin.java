package dev.engram.engram.internal.ingest;

import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceFiles;
import dev.engram.engram.internal.tree.SourceWalker;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.List;

/** A folder on the disk. A file is taken for the same if size and modification time are. */
final class FolderOrigin implements Origin {

    private final SourceFiles disk;
    private final Path folder;
    private final SourceWalker walker;

    /**
     * @param engram is left out if it lies inside the folder
     */
    FolderOrigin(SourceFiles disk, Path folder, PathFilter filter, Path engram) {
        this.disk = disk;
        this.folder = folder;
        this.walker = new SourceWalker(disk, filter, engram);
    }

    @Override
    public String source() {
        return folder.toAbsolutePath().normalize().toString();
    }

    @Override
    public SourceEntry walk(SourceWalker.Found found) throws IOException, InterruptedException {
        return walker.walk(folder, found);
    }

    @Override
    public void read(List<SourceEntry> files, Reader reader) throws IOException {
        for (SourceEntry file : files) {
            try (FileChannel channel = disk.open(file.path())) {
                reader.read(
                        file,
                        (target, offset, length) ->
                                channel.read(ByteBuffer.wrap(target, offset, length)));
            } catch (AccessDeniedException e) {
                throw SourceWalker.unreadable(file.path().toString(), e);
            }
        }
    }

    @Override
    public boolean isSame(SourceEntry file, FileEntry before) {
        return before.size() == file.attributes().size()
                && before.mtimeNanos() == file.attributes().mtimeNanos();
    }

    @Override
    public long folders() {
        return walker.folders();
    }

    @Override
    public long links() {
        return walker.links();
    }

    @Override
    public long others() {
        return walker.others();
    }

    @Override
    public long ignored() {
        return walker.ignored();
    }

    @Override
    public List<String> notices() {
        return List.of();
    }
}
