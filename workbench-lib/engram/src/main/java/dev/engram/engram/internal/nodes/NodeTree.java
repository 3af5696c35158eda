package dev.engram.engram.internal.nodes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * The nodes that have vectors: the real folders, and below each its files in groups of at most
 * {@link #FAN_OUT}. Where a node would have more children than that, nodes without a folder of
 * their own come between. It follows from the folders alone. Immutable, thread-safe.
 */
public final class NodeTree {

    /** The most children of a node, and files of a group. */
    public static final int FAN_OUT = 128;

    /**
     * A folder with indexed files of its own.
     *
     * @param path below the top folder, empty for the top itself
     * @param files how many, at least 1
     */
    public record Folder(byte[] path, int files) {}

    private static final class Building {
        final byte[] path;
        final int group;
        final List<Building> children = new ArrayList<>();
        int number;

        Building(byte[] path, int group) {
            this.path = path;
            this.group = group;
        }
    }

    private final byte[][] paths;
    private final int[] parents;
    private final int[] groups;
    private final int[][] children;
    private final int[] nodeOfGroup;

    /**
     * @param folders in the order of their paths' bytes
     */
    public NodeTree(List<Folder> folders) {
        TreeMap<byte[], Building> all = new TreeMap<>(Arrays::compareUnsigned);
        Building root = folder(all, new byte[0]);
        int count = 0;
        for (Folder folder : folders) {
            Building node = folder(all, folder.path());
            for (int at = 0; at < folder.files(); at += FAN_OUT) {
                node.children.add(new Building(folder.path(), count++));
            }
        }
        for (Building node : all.values()) {
            if (node != root) {
                folder(all, parent(node.path)).children.add(node);
            }
        }
        List<Building> order = new ArrayList<>(List.of(root));
        for (int i = 0; i < order.size(); i++) {
            Building node = order.get(i);
            node.number = i;
            narrow(node);
            order.addAll(node.children);
        }
        paths = new byte[order.size()][];
        parents = new int[order.size()];
        groups = new int[order.size()];
        children = new int[order.size()][];
        nodeOfGroup = new int[count];
        for (Building node : order) {
            paths[node.number] = node.path;
            groups[node.number] = node.group;
            if (node.group >= 0) {
                nodeOfGroup[node.group] = node.number;
            }
            children[node.number] = node.children.stream().mapToInt(c -> c.number).toArray();
            node.children.forEach(child -> parents[child.number] = node.number);
        }
    }

    /** The node of a folder; makes it and those above it where they are not there. */
    private static Building folder(TreeMap<byte[], Building> all, byte[] path) {
        Building known = all.get(path);
        if (known != null) {
            return known;
        }
        Building made = new Building(path, -1);
        all.put(path, made);
        if (path.length > 0) {
            folder(all, parent(path));
        }
        return made;
    }

    /** The folder that a path stands in. */
    static byte[] parent(byte[] path) {
        int slash = path.length - 1;
        while (slash > 0 && path[slash] != '/') {
            slash--;
        }
        return Arrays.copyOf(path, Math.max(slash, 0));
    }

    private static void narrow(Building node) {
        while (node.children.size() > FAN_OUT) {
            List<Building> between = new ArrayList<>();
            for (int at = 0; at < node.children.size(); at += FAN_OUT) {
                Building part = new Building(node.path, -1);
                int end = Math.min(node.children.size(), at + FAN_OUT);
                part.children.addAll(node.children.subList(at, end));
                between.add(part);
            }
            node.children.clear();
            node.children.addAll(between);
        }
    }

    /** Number of nodes; 0 is the top, and every node's number is above its parent's. */
    public int size() {
        return paths.length;
    }

    /** Number of groups. */
    public int groups() {
        return nodeOfGroup.length;
    }

    /** The folder a node stands for or is in. */
    public byte[] path(int node) {
        return paths[node].clone();
    }

    int parent(int node) {
        return parents[node];
    }

    int[] children(int node) {
        return children[node];
    }

    /** The group that a node is, or -1. */
    public int group(int node) {
        return groups[node];
    }

    int nodeOf(int group) {
        return nodeOfGroup[group];
    }

    /** Whether a group is at or below a node. */
    public boolean isBelow(int group, int node) {
        int at = nodeOfGroup[group];
        while (at > node) {
            at = parents[at];
        }
        return at == node;
    }
}
