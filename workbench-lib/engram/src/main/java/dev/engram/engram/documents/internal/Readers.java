package dev.engram.engram.documents.internal;

import dev.engram.engram.documents.DocumentFormat;
import dev.engram.engram.documents.DocumentLimits;
import dev.engram.engram.documents.DocumentResult;
import dev.engram.engram.documents.DocumentText;
import dev.engram.engram.documents.Section;
import dev.engram.engram.select.TextBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;

/** Reads a document in this thread; whatever goes wrong in a parser makes it unreadable. */
public final class Readers {

    private static final String DAMAGED = "is damaged or no such document";

    private Readers() {}

    /** Reads one document within its limits of time, depth and output. */
    public static DocumentResult read(
            DocumentFormat format, byte[] content, DocumentLimits limits) {
        Budget budget = new Budget(limits, System::nanoTime);
        SectionBuilder out = new SectionBuilder(budget);
        MetadataDraft metadata = new MetadataDraft();
        try {
            switch (format) {
                case PDF -> PdfReader.read(content, out, metadata, budget);
                case DOCX -> DocxReader.read(content, out, metadata, budget);
                case HTML -> HtmlReader.read(content, out, metadata, budget);
                case NOTEBOOK -> NotebookReader.read(content, out, metadata, budget);
                case MARKDOWN -> lines(new MarkdownReader(), content, out, metadata);
                case ASCIIDOC -> lines(new AsciiDocReader(), content, out, metadata);
                case RST -> lines(new RstReader(), content, out, metadata);
                case TEXT -> lines(new PlainReader(), content, out, metadata);
            }
            List<Section> sections = out.finish();
            return sections.isEmpty()
                    ? new DocumentResult.Unreadable("holds no text")
                    : new DocumentResult.Readable(new DocumentText(sections, metadata.build()));
        } catch (RefusedException e) {
            return new DocumentResult.Unreadable(String.valueOf(e.getMessage()));
        } catch (StackOverflowError e) {
            return new DocumentResult.Unreadable("is nested too deeply");
        } catch (dev.engram.base.WorkbenchException e) {
            throw e;
        } catch (UncheckedIOException e) {
            return new DocumentResult.Unreadable(
                    e.getCause() instanceof RefusedException refused
                            ? String.valueOf(refused.getMessage())
                            : DAMAGED);
        } catch (IOException | RuntimeException e) {
            return new DocumentResult.Unreadable(DAMAGED);
        }
    }

    private static void lines(
            LineReader reader, byte[] content, SectionBuilder out, MetadataDraft metadata)
            throws IOException {
        Charset charset =
                TextBytes.charset(content)
                        .orElseThrow(() -> new RefusedException("is binary, not text"));
        reader.read(TextBytes.decode(content, charset).lines().toList(), out, metadata);
    }
}
