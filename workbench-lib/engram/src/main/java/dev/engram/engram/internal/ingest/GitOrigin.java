package dev.engram.engram.internal.ingest;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.tree.GitSource;
import dev.engram.engram.internal.tree.GitTree;
import dev.engram.engram.internal.tree.PathFilter;
import dev.engram.engram.internal.tree.SourceEntry;
import dev.engram.engram.internal.tree.SourceWalker;
import dev.engram.engram.internal.tree.TreeEntry.FileEntry;
import dev.engram.engram.select.GitEntry;
import dev.engram.engram.select.GitRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A revision of a git repository; nothing is checked out. A file is taken for the same if the
 * revision of the snapshot before has the same object at its path.
 */
final class GitOrigin implements Origin {

    private final GitRevision revision;
    private final GitSource source;
    private final GitTree tree;
    private final Map<String, String> objectsBefore;

    /**
     * @param before what the last snapshot says it was taken from
     */
    GitOrigin(Path folder, String name, PathFilter filter, Optional<String> before) {
        this.revision = GitRevision.open(folder, name);
        String place = folder.toAbsolutePath().normalize().toString();
        this.source = new GitSource(place, revision.commit());
        this.tree = new GitTree(folder, revision, filter);
        this.objectsBefore =
                before.flatMap(GitSource::parse)
                        .filter(last -> last.folder().equals(place))
                        .map(last -> objects(folder, last.commit()))
                        .orElse(Map.of());
    }

    /** The objects of a commit by path; none if the repository has lost it. */
    private static Map<String, String> objects(Path folder, String commit) {
        Map<String, String> objects = new HashMap<>();
        try {
            for (GitEntry entry : GitRevision.open(folder, commit).entries()) {
                objects.put(PreviousTree.key(entry.path()), entry.object());
            }
        } catch (WorkbenchException e) {
            if (e.category() == WorkbenchException.Category.INTERRUPTED) {
                throw e;
            }
        }
        return objects;
    }

    @Override
    public String source() {
        return source.toString();
    }

    @Override
    public SourceEntry walk(SourceWalker.Found found) throws IOException, InterruptedException {
        return tree.walk(found);
    }

    @Override
    public void read(List<SourceEntry> files, Reader reader) throws IOException {
        Iterator<SourceEntry> next = files.iterator();
        revision.read(
                files.stream().map(tree::object).toList(),
                (entry, content) -> reader.read(next.next(), content::read));
    }

    @Override
    public boolean isSame(SourceEntry file, FileEntry before) {
        GitEntry now = tree.object(file);
        return before.size() == now.size()
                && now.object().equals(objectsBefore.get(PreviousTree.key(file.relative())));
    }

    @Override
    public long folders() {
        return tree.folders();
    }

    @Override
    public long links() {
        return tree.links();
    }

    @Override
    public long others() {
        return 0;
    }

    @Override
    public long ignored() {
        return 0;
    }

    @Override
    public List<String> notices() {
        return tree.notices();
    }
}
