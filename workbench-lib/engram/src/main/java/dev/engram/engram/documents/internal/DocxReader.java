package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;

/** DOCX, read as the XML it is: paragraphs, headings by style, tables, notes, core properties. */
final class DocxReader {

    private static final String MAIN_PART = "word/document.xml";

    private DocxReader() {}

    static void read(byte[] content, SectionBuilder out, MetadataDraft metadata, Budget budget)
            throws IOException {
        refuseOle(content);
        ZipParts parts = new ZipParts(content, budget);
        Map<String, String> roots = relations(parts, "_rels/.rels", "", budget);
        String main = roots.getOrDefault("officeDocument", MAIN_PART);
        String folder = main.substring(0, main.lastIndexOf('/') + 1);
        String rels = folder + "_rels/" + main.substring(folder.length()) + ".rels";
        Map<String, String> parts2 = relations(parts, rels, folder, budget);
        Map<String, Integer> levels = new HashMap<>();
        with(
                parts,
                parts2.getOrDefault("styles", folder + "styles.xml"),
                in -> SafeXml.read(in, budget, new DocxStyles(levels)));
        InputStream document =
                parts.open(main).orElseThrow(() -> new RefusedException("holds no Word document"));
        DocxText text = new DocxText(out, levels);
        try (document) {
            SafeXml.read(document, budget, text);
        }
        for (String notes : List.of("footnotes", "endnotes")) {
            String part = parts2.getOrDefault(notes, folder + notes + ".xml");
            with(parts, part, in -> SafeXml.read(in, budget, text));
        }
        with(
                parts,
                roots.getOrDefault("core-properties", "docProps/core.xml"),
                in -> SafeXml.read(in, budget, new CoreProperties(metadata)));
        metadata.fromFirstPage(text.beginning());
    }

    /** A DOCX with a password is an OLE file, as are the older formats. */
    private static void refuseOle(byte[] content) throws RefusedException {
        if (content.length > 8 && content[0] == (byte) 0xD0 && content[1] == (byte) 0xCF) {
            throw new RefusedException("needs a password, or is of the older Word format");
        }
    }

    /** Part names by the last word of their relation's type; targets outside are left out. */
    private static Map<String, String> relations(
            ZipParts parts, String part, String folder, Budget budget) throws IOException {
        Map<String, String> targets = new HashMap<>();
        with(
                parts,
                part,
                in ->
                        SafeXml.read(
                                in,
                                budget,
                                new SafeXml.Handler() {
                                    @Override
                                    public void start(String name, XMLStreamReader xml) {
                                        String type = xml.getAttributeValue(null, "Type");
                                        String target = xml.getAttributeValue(null, "Target");
                                        String mode = xml.getAttributeValue(null, "TargetMode");
                                        if (type != null
                                                && target != null
                                                && !"External".equalsIgnoreCase(mode)) {
                                            targets.putIfAbsent(
                                                    type.substring(type.lastIndexOf('/') + 1),
                                                    resolve(folder, target));
                                        }
                                    }

                                    @Override
                                    public void end(String name) {}

                                    @Override
                                    public void text(String text) {}
                                }));
        return targets;
    }

    private static String resolve(String folder, String target) {
        if (target.startsWith("/")) {
            return target.substring(1);
        }
        List<String> steps = new ArrayList<>();
        for (String step : (folder + target).split("/")) {
            if (step.equals("..")) {
                if (!steps.isEmpty()) {
                    steps.removeLast();
                }
            } else if (!step.equals(".")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }

    private interface Use {
        void apply(InputStream in) throws IOException;
    }

    private static void with(ZipParts parts, String name, Use use) throws IOException {
        Optional<InputStream> part = parts.open(name);
        if (part.isPresent()) {
            try (InputStream in = part.get()) {
                use.apply(in);
            }
        }
    }
}
