package dev.engram.engram.internal.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.documents.DocumentMetadata;
import dev.engram.engram.internal.documents.DocumentRecord.Part;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DocumentRecordTest {

    private static String word(Random random) {
        return "aé漢😀".substring(0, random.nextInt(3)) + random.nextInt(9);
    }

    private static DocumentRecord random(Random random) {
        if (random.nextInt(5) == 0) {
            return DocumentRecord.unreadable("pdf", "needs " + word(random));
        }
        List<Part> parts = new ArrayList<>();
        int at = random.nextInt(3);
        for (int i = random.nextInt(6); i > 0; i--) {
            parts.add(new Part(at, random.nextInt(4), random.nextBoolean() ? "" : word(random)));
            at += 1 + random.nextInt(100_000);
        }
        DocumentMetadata metadata =
                new DocumentMetadata(
                        word(random), List.of(word(random), word(random)), word(random), "", "");
        return new DocumentRecord(
                "docx",
                "",
                random.nextBoolean() ? metadata : DocumentMetadata.NONE,
                parts,
                random.nextBoolean()
                        ? Optional.of(word(random).getBytes(StandardCharsets.UTF_8))
                        : Optional.empty());
    }

    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll long seed) {
        DocumentRecord record = random(new Random(seed));
        DocumentRecord read = DocumentRecord.read(record.toBytes(), "x");
        assertThat(read).isEqualTo(record);
        assertThat(read.metadata()).isEqualTo(record.metadata());
        assertThat(read.parts()).isEqualTo(record.parts());
        for (Part part : record.parts()) {
            assertThat(read.part(part.startByte())).contains(part);
            assertThat(
                            read.part(part.startByte() + 1)
                                    .filter(p -> p.startByte() != part.startByte() + 1))
                    .isEmpty();
        }
    }

    /** Damage is named or harmless: no other error, no endless work, no huge allocation. */
    @Property(tries = 3000)
    void anyBytesGiveARecordOrOneError(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = random(random).toBytes();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 2));
        try {
            DocumentRecord read = DocumentRecord.read(cut, "x");
            int last = -1;
            for (Part part : read.parts()) {
                assertThat(part.startByte()).isGreaterThan(last);
                last = part.startByte();
            }
        } catch (WorkbenchException e) {
            assertThat(e.category()).isEqualTo(WorkbenchException.Category.DAMAGED);
        }
    }

    @Test
    void unknownVersionsAreRefused() {
        byte[] bytes = DocumentRecord.unreadable("pdf", "x").toBytes();
        bytes[1] = 2;
        assertThatThrownBy(() -> DocumentRecord.read(bytes, "the document a.pdf"))
                .hasMessageStartingWith("damaged: the document a.pdf: it is not the record");
    }
}
