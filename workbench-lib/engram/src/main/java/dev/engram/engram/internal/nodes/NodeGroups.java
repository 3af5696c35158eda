package dev.engram.engram.internal.nodes;

import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which group each indexed file belongs to: the files of a folder in the order of their paths, 128
 * a group, whatever segments they are spread over. Immutable, thread-safe.
 */
public final class NodeGroups {

    private record File(byte[] folder, byte[] path, int part, int number) {}

    private final List<NodeTree.Folder> folders = new ArrayList<>();
    private final int[][] groupOfFile;
    private final int count;

    /** Groups the files that count. */
    public NodeGroups(List<Searcher.Part> parts) {
        List<File> files = new ArrayList<>();
        groupOfFile = new int[parts.size()][];
        for (int p = 0; p < parts.size(); p++) {
            SegmentReader segment = parts.get(p).segment();
            groupOfFile[p] = new int[segment.files()];
            Arrays.fill(groupOfFile[p], -1);
            for (int f = 0; f < segment.files(); f++) {
                if (!parts.get(p).deleted().get(f)) {
                    byte[] path = segment.path(f);
                    files.add(new File(NodeTree.parent(path), path, p, f));
                }
            }
        }
        files.sort(
                Comparator.comparing(File::folder, Arrays::compareUnsigned)
                        .thenComparing(File::path, Arrays::compareUnsigned));
        int group = -1;
        for (int from = 0; from < files.size(); ) {
            byte[] folder = files.get(from).folder;
            int at = from;
            for (; at < files.size() && Arrays.equals(files.get(at).folder, folder); at++) {
                if ((at - from) % NodeTree.FAN_OUT == 0) {
                    group++;
                }
                groupOfFile[files.get(at).part][files.get(at).number] = group;
            }
            folders.add(new NodeTree.Folder(folder, at - from));
            from = at;
        }
        count = group + 1;
    }

    /** The folders with indexed files, in the order of their paths' bytes. */
    public List<NodeTree.Folder> folders() {
        return List.copyOf(folders);
    }

    /** The group of a file of a segment, or -1 if it does not count. */
    public int of(int part, int file) {
        return groupOfFile[part][file];
    }

    /** Number of groups. */
    public int count() {
        return count;
    }
}
