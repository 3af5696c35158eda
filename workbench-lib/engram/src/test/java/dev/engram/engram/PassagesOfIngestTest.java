package dev.engram.engram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an ingest makes passages of, on the way that files really take. */
class PassagesOfIngestTest {

    @TempDir Path temp;

    private List<String> places(String name, String content) throws IOException {
        Path source = Files.createDirectories(temp.resolve("s" + name));
        Files.writeString(source.resolve(name), content);
        Path engram = temp.resolve(name + ".engram");
        Engram.ingest(source, engram, IngestOptions.defaults(), Progress.none());
        List<String> places = new ArrayList<>();
        try (Engram open = Engram.open(engram)) {
            open.passages(p -> places.add(p.startLine() + "-" + p.endLine()));
        }
        return places;
    }

    @Test
    void eachMethodOfASmallClassIsAPassage() throws IOException {
        String small =
                "class File0 {\n    int number0() {\n        return 0;\n    }\n\n"
                        + "    void walkTheDog(String name) {\n        feed(name);\n    }\n}\n";
        assertThat(places("File0.java", small)).containsExactly("1-1", "2-4", "6-8");
        assertThat(places("f.py", "def a():\n    return 1\n\n\ndef b():\n    return 2\n"))
                .containsExactly("1-2", "5-6");
    }

    @Test
    void eachSectionOfAShortDocumentIsAPassage() throws IOException {
        assertThat(places("x.md", "# A\n\none\n\n## B\n\ntwo\n")).containsExactly("1-3", "5-7");
    }
}
