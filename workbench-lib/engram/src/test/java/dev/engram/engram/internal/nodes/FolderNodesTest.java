package dev.engram.engram.internal.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.index.LexicalFormat;
import dev.engram.engram.internal.index.PassageIndexer;
import dev.engram.engram.internal.index.QueryVector;
import dev.engram.engram.internal.index.Searcher;
import dev.engram.engram.internal.index.SegmentReader;
import dev.engram.engram.internal.index.SegmentWriter;
import dev.engram.engram.internal.store.FileRef;
import dev.engram.engram.internal.store.StoreFiles;
import dev.engram.engram.internal.store.StoreLayout;
import dev.engram.vsa.Counters;
import dev.engram.vsa.Hypervector;
import dev.engram.vsa.SignView;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes hold exactly the sums of the passages below them, and the descent follows their signs. */
class FolderNodesTest {

    @TempDir Path temp;
    private StoreLayout layout;

    @BeforeEach
    void store() throws IOException {
        layout = new StoreLayout(temp.resolve("x.engram"));
        layout.create();
    }

    private static String text(Random random, int words) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            int rank = (int) Math.exp(random.nextDouble() * Math.log(2000));
            text.append("word").append(Integer.toString(rank, 36)).append("x ");
        }
        return text.toString();
    }

    private SegmentReader segment(LexicalFormat format, Random random, String names, Arena arena)
            throws IOException {
        PassageIndexer indexer = new PassageIndexer(format);
        for (int f = 0; f < 40; f++) {
            String folder = List.of("", "a/", "a/b/", "a/b/c/", "ab/", "z/y/").get(f % 6);
            byte[] path = (folder + names + f).getBytes(StandardCharsets.UTF_8);
            String content = text(random, 1 + random.nextInt(f % 5 == 0 ? 800 : 40));
            byte[] bytes =
                    content.replace("x word1", "x\n\nword1").getBytes(StandardCharsets.UTF_8);
            indexer.index(path, path, bytes, 0, bytes.length);
        }
        SegmentWriter.Written written =
                new SegmentWriter(format, List.of(indexer.take())).write(StoreFiles.disk(), layout);
        return SegmentReader.open(layout, written.id(), arena);
    }

    private FolderNodes nodes(LexicalFormat format, List<Searcher.Part> parts) throws IOException {
        FileRef file = NodeWriter.write(StoreFiles.disk(), layout, format, parts);
        FolderNodes nodes = FolderNodes.read(layout, file.id());
        assertThat(nodes.areOf(new NodeGroups(parts))).isTrue();
        return nodes;
    }

    /** The sum of the stored vectors of the files that count below a folder. */
    private static Counters slowly(List<Searcher.Part> parts, int dimension, String folder) {
        Counters sum = new Counters(dimension);
        for (Searcher.Part part : parts) {
            List<Hypervector> vectors = part.segment().vectors();
            for (int f = 0; f < part.segment().files(); f++) {
                String path = new String(part.segment().path(f), StandardCharsets.UTF_8);
                if (!part.deleted().get(f) && (folder.isEmpty() || path.startsWith(folder + "/"))) {
                    vectors.subList(
                                    part.segment().firstPassage(f),
                                    part.segment().firstPassage(f + 1))
                            .forEach(sum::add);
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({"10000, 1", "10000, 2", "100000, 3"})
    void everyNodeIsTheSumOfWhatIsBelow(int dimension, long seed) throws IOException {
        LexicalFormat format = LexicalFormat.of(dimension);
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            BitSet deleted = new BitSet();
            deleted.set(3);
            deleted.set(11);
            List<Searcher.Part> parts =
                    List.of(
                            new Searcher.Part(segment(format, random, "f", arena), deleted),
                            new Searcher.Part(segment(format, random, "g", arena), new BitSet()));
            FolderNodes nodes = nodes(format, parts);
            NodeTree tree = nodes.tree();
            Searcher searcher = new Searcher(parts);
            Router router = new Router(nodes, parts);
            int folders = 0;
            List<SignView> signs = new ArrayList<>();
            for (int n = 0; n < tree.size(); n++) {
                Counters sum = nodes.counters(n);
                signs.add(SignView.of(sum));
                if (tree.group(n) < 0) {
                    String folder = new String(tree.path(n), StandardCharsets.UTF_8);
                    assertThat(sum)
                            .as("seed %d, folder %s", seed, folder)
                            .isEqualTo(slowly(parts, dimension, folder));
                    folders++;
                }
            }
            assertThat(folders).isEqualTo(7); // the top, a, a/b, a/b/c, ab, z, z/y
            for (int q = 0; q < 5; q++) {
                QueryVector query = searcher.query(text(random, 1 + random.nextInt(12)));
                long[] scores = router.scores(query);
                for (int n = 0; n < tree.size(); n++) {
                    long product = 0;
                    for (int position : query.positions()) {
                        product += (long) query.at(position) * signs.get(n).at(position);
                    }
                    assertThat(scores[n]).as("seed %d, node %d", seed, n).isEqualTo(product);
                }
            }
        }
    }

    @Test
    void anUpdateIsSubtractionAndAddition() throws IOException {
        LexicalFormat format = LexicalFormat.of(10_000);
        Random random = new Random(7);
        try (Arena arena = Arena.ofConfined()) {
            SegmentReader before = segment(format, random, "f", arena);
            SegmentReader fresh = segment(format, random, "new", arena);
            BitSet none = new BitSet();
            BitSet old = new BitSet();
            old.set(5, 17);
            BitSet kept = new BitSet();
            kept.set(0, before.files());
            kept.andNot(old);
            Counters root = nodes(format, List.of(new Searcher.Part(before, none))).counters(0);
            Counters removed = nodes(format, List.of(new Searcher.Part(before, kept))).counters(0);
            Counters added = nodes(format, List.of(new Searcher.Part(fresh, none))).counters(0);
            Counters after =
                    nodes(
                                    format,
                                    List.of(
                                            new Searcher.Part(before, old),
                                            new Searcher.Part(fresh, none)))
                            .counters(0);
            assertThat(after).isEqualTo(root.copy().subtract(removed).add(added));
            assertThat(removed.isZero()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 128, 129, 20_000})
    void noNodeHasMoreChildrenThanTheCap(int many) {
        List<NodeTree.Folder> folders = new ArrayList<>();
        folders.add(new NodeTree.Folder(new byte[0], many));
        for (int i = 0; i < many; i++) {
            byte[] path = String.format("d/%06d/x", i).getBytes(StandardCharsets.UTF_8);
            folders.add(new NodeTree.Folder(path, 1 + i % 300));
        }
        NodeTree tree = new NodeTree(folders);
        int groups = 0;
        for (int n = 0; n < tree.size(); n++) {
            assertThat(tree.children(n).length).isLessThanOrEqualTo(NodeTree.FAN_OUT);
            for (int child : tree.children(n)) {
                assertThat(tree.parent(child)).isEqualTo(n).isLessThan(child);
            }
            groups += tree.group(n) >= 0 ? 1 : 0;
        }
        int expected = folders.stream().mapToInt(f -> (f.files() + 127) / 128).sum();
        assertThat(groups).isEqualTo(tree.groups()).isEqualTo(expected);
        assertThat(tree.isBelow(0, 0)).isTrue();
    }

    @Test
    void theDescentFollowsTheBestAndAWideOneFindsAll() throws IOException {
        LexicalFormat format = LexicalFormat.of(100_000);
        Random random = new Random(5);
        try (Arena arena = Arena.ofConfined()) {
            List<Searcher.Part> parts =
                    List.of(new Searcher.Part(segment(format, random, "f", arena), new BitSet()));
            FolderNodes nodes = nodes(format, parts);
            Router router = new Router(nodes, parts);
            long[] scores = router.scores(new Searcher(parts).query(text(random, 5)));
            assertThat(router.descend(scores, 1000)).hasSize(nodes.tree().groups());
            Integer[] best =
                    java.util.Arrays.stream(router.descend(scores, 1000))
                            .boxed()
                            .toArray(Integer[]::new);
            assertThat(best).isSortedAccordingTo(Comparator.comparingLong(n -> -scores[n]));
            assertThat(router.descend(scores, 1)).hasSize(1);
        }
    }

    @Test
    void damageIsTold() throws IOException {
        LexicalFormat format = LexicalFormat.of(10_000);
        try (Arena arena = Arena.ofConfined()) {
            SegmentReader segment = segment(format, new Random(9), "f", arena);
            FileRef file =
                    NodeWriter.write(
                            StoreFiles.disk(),
                            layout,
                            format,
                            List.of(new Searcher.Part(segment, new BitSet())));
            Path path = layout.path(file.kind(), file.id());
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length / 2] ^= 4;
            Files.write(path, bytes);
            assertThatThrownBy(() -> FolderNodes.read(layout, file.id()))
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("its content is not what was written");
        }
    }
}
