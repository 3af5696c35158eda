package dev.engram.engram.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentReader;
import dev.engram.engram.documents.DocumentResult;
import dev.engram.engram.documents.Section;
import dev.engram.engram.internal.index.SegmentReader.Place;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Places lead to the text of the sections, and their lines are right. */
class SearchableTextTest {

    private static final List<String> PIECES =
            List.of(
                    "# One\n",
                    "## Two\r\n",
                    "word ",
                    "\n",
                    "\r\n",
                    "\n\n",
                    "- item\n",
                    "é漢 ",
                    "```\n# no heading\n```\n",
                    "| a | b |\n",
                    "    code\n",
                    "a".repeat(700) + " ",
                    "w ".repeat(900),
                    "title\n=====\n",
                    "\tx\n",
                    "\f",
                    "\r");

    private static String markdown(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    @Property(tries = 400)
    void placesHoldTheSections(@ForAll long seed) {
        Random random = new Random(seed);
        DocumentFormat format =
                List.of(
                                DocumentFormat.MARKDOWN,
                                DocumentFormat.RST,
                                DocumentFormat.ASCIIDOC,
                                DocumentFormat.TEXT,
                                DocumentFormat.HTML)
                        .get(random.nextInt(5));
        byte[] content = markdown(random).getBytes(StandardCharsets.UTF_8);
        try (DocumentReader reader = new DocumentReader()) {
            if (reader.read(format, content) instanceof DocumentResult.Readable readable) {
                List<Section> sections = readable.document().sections();
                SearchableText text = SearchableText.of(format, content, readable.document());
                assertThat(text.places()).hasSameSizeAs(sections);
                assertThat(text.record().text().isPresent()).isEqualTo(text.bytes() != content);
                int last = 0;
                for (int i = 0; i < sections.size(); i++) {
                    Section section = sections.get(i);
                    Place place = text.places().get(i);
                    assertThat(place.startByte()).isGreaterThanOrEqualTo(last);
                    assertThat(lines(text.bytes(), place)).isEqualTo(section.text().strip());
                    assertThat(place.startLine()).isEqualTo(section.startLine());
                    assertThat(place.endLine()).isEqualTo(section.endLine());
                    assertThat(
                                    text.record()
                                            .part(place.startByte())
                                            .map(DocumentRecord.Part::label)
                                            .orElse(""))
                            .isEqualTo(section.label());
                    last = place.endByte();
                }
            }
        }
    }

    /** Text between two bytes with line ends as sections have them. */
    private static String lines(byte[] bytes, Place place) {
        return new String(
                        bytes,
                        place.startByte(),
                        place.endByte() - place.startByte(),
                        StandardCharsets.UTF_8)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .strip();
    }
}
