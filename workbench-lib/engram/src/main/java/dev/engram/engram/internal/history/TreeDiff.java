package dev.engram.engram.internal.history;

import dev.engram.base.Interrupts;
import dev.engram.engram.internal.tree.TreeEntry;
import dev.engram.engram.internal.tree.TreeEntry.ChunkRef;
import dev.engram.engram.internal.tree.TreeEntry.FolderEntry;
import dev.engram.engram.internal.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares two Merkle trees: folders with equal nodes are equal in all that is below them, so only
 * what has changed is read.
 */
final class TreeDiff {

    private final TreeReader before;
    private final TreeReader after;

    TreeDiff(TreeReader before, TreeReader after) {
        this.before = before;
        this.after = after;
    }

    /** Receives what differs. */
    @FunctionalInterface
    interface Visitor {
        /**
         * @param path below the top folder
         * @param old what was there, if anything
         * @param now what is there, if anything; not equal to {@code old}
         */
        void differs(byte[] path, @Nullable TreeEntry old, @Nullable TreeEntry now);
    }

    private record Step(byte[] path, @Nullable TreeEntry old, @Nullable TreeEntry now) {}

    /**
     * Visits all entries that differ in anything, times included, in the order of the tree; a
     * folder comes before what is in it.
     */
    void walk(List<ChunkRef> oldTop, List<ChunkRef> nowTop, Visitor visitor) throws IOException {
        Deque<Step> stack = new ArrayDeque<>();
        push(stack, new byte[0], oldTop, nowTop);
        while (!stack.isEmpty()) {
            Interrupts.check("nothing was changed");
            Step step = stack.pop();
            visitor.differs(step.path, step.old, step.now);
            List<ChunkRef> oldNode = step.old instanceof FolderEntry f ? f.node() : List.of();
            List<ChunkRef> nowNode = step.now instanceof FolderEntry f ? f.node() : List.of();
            push(stack, step.path, oldNode, nowNode);
        }
    }

    /** Puts what differs in two folders on the stack, the first on top. */
    private void push(
            Deque<Step> stack, byte[] folder, List<ChunkRef> oldNode, List<ChunkRef> nowNode)
            throws IOException {
        if (oldNode.equals(nowNode)) {
            return;
        }
        List<TreeEntry> olds = oldNode.isEmpty() ? List.of() : before.node(oldNode).entries();
        List<TreeEntry> nows = nowNode.isEmpty() ? List.of() : after.node(nowNode).entries();
        List<Step> steps = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < olds.size() || j < nows.size()) {
            int order =
                    i == olds.size()
                            ? 1
                            : j == nows.size()
                                    ? -1
                                    : Arrays.compareUnsigned(
                                            olds.get(i).name(), nows.get(j).name());
            TreeEntry old = order <= 0 ? olds.get(i++) : null;
            TreeEntry now = order >= 0 ? nows.get(j++) : null;
            byte[] name = old != null ? old.name() : nows.get(j - 1).name();
            if (old == null || now == null || !Entries.same(old, now)) {
                steps.add(new Step(TreeReader.join(folder, name), old, now));
            }
        }
        steps.reversed().forEach(stack::push);
    }
}
