package dev.engram.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentReader;
import dev.engram.engram.documents.DocumentResult;

/**
 * Formats of documents that are read in this process; PDF has a process of its own for its parser.
 */
class DocumentsFuzzTest {

    private static void read(DocumentFormat format, byte[] bytes) {
        try (DocumentReader reader = new DocumentReader()) {
            DocumentResult result = reader.read(format, bytes);
            switch (result) {
                case DocumentResult.Readable read ->
                        assertThat(read.document().sections()).isNotEmpty();
                case DocumentResult.Unreadable not -> assertThat(not.reason()).isNotBlank();
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void docx(byte @NotNull [] bytes) {
        read(DocumentFormat.DOCX, bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void html(byte @NotNull [] bytes) {
        read(DocumentFormat.HTML, bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void notebook(byte @NotNull [] bytes) {
        read(DocumentFormat.NOTEBOOK, bytes);
    }

    @FuzzTest(maxDuration = "60s")
    void plainFormats(byte @NotNull [] bytes) {
        read(DocumentFormat.MARKDOWN, bytes);
        read(DocumentFormat.ASCIIDOC, bytes);
        read(DocumentFormat.RST, bytes);
        read(DocumentFormat.TEXT, bytes);
    }
}
