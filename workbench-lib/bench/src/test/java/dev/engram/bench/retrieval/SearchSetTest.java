package dev.engram.bench.retrieval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.Passage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchSetTest {

    @TempDir Path temp;

    @Test
    void cranfieldIsReadInSplits() throws IOException {
        Files.writeString(
                temp.resolve("cran.all.1400"),
                ".I 1\n.T\nwings\n.A\nnobody\n.W\nlift of wings\n.I 2\n.T\nheat\n.W\nheat flow\n");
        Files.writeString(
                temp.resolve("cran.qry"), ".I 001\n.W\nwhat lifts\n.I 002\n.W\nwhat heats\n");
        Files.writeString(temp.resolve("QRelsCorrectedforTRECeval"), "1 0 1 3\n2 0 2 4\n2 0 1 0\n");
        Path files = Files.createDirectory(temp.resolve("files"));
        SearchSet test = SearchSet.write("cranfield", temp, false, files);
        assertThat(files.resolve("0000.txt")).content().isEqualTo("wings\nlift of wings\n");
        assertThat(test.queries())
                .singleElement()
                .satisfies(
                        q -> {
                            assertThat(q.text()).isEqualTo("what lifts\n");
                            assertThat(q.gain(new RetrievalSystem.Found("0000.txt", 1, 2)))
                                    .isEqualTo(3);
                            assertThat(q.gain(new RetrievalSystem.Found("0001.txt", 1, 2)))
                                    .isZero();
                            assertThat(q.ideal()).containsExactly(3);
                        });
        SearchSet dev = SearchSet.write("cranfield", temp, true, files);
        assertThat(dev.queries()).singleElement().satisfies(q -> assertThat(q.id()).isEqualTo("2"));
    }

    @Test
    void javaMethodsAreSplitByFile() throws IOException {
        Path sources = Files.createDirectory(temp.resolve("sources"));
        for (String name : List.of("A", "B", "C", "D")) {
            Files.writeString(
                    sources.resolve(name + ".java"),
                    "class "
                            + name
                            + " {\n  /** Walks the dog of house "
                            + name
                            + " daily. */\n  void walk() {\n  }\n}\n");
        }
        Set<String> seen = new HashSet<>();
        for (boolean dev : List.of(true, false)) {
            Path files = Files.createDirectory(temp.resolve("files" + dev));
            SearchSet.write("java-methods", sources, dev, files)
                    .queries()
                    .forEach(q -> assertThat(seen.add(q.id())).isTrue());
            assertThat(files.resolve("A.java")).content().doesNotContain("Walks");
        }
        assertThat(seen).hasSize(4);
        assertThatThrownBy(() -> SearchSet.write("cranfeld", sources, true, temp))
                .isInstanceOf(WorkbenchException.class)
                .hasMessageContaining("cranfeld");
    }

    @Test
    void theNaiveEncoderFindsWhatSharesWords() {
        List<Passage> passages =
                List.of(
                        new Passage("a", 1, 2, "merge segments when there are many"),
                        new Passage("b", 1, 2, "parse a date from text"));
        try (NaiveSystem naive = new NaiveSystem(passages)) {
            assertThat(naive.search("parse the date", 1))
                    .singleElement()
                    .satisfies(f -> assertThat(f.path()).isEqualTo("b"));
            assertThat(naive.search("many segments", 2)).hasSize(2);
        }
    }
}
