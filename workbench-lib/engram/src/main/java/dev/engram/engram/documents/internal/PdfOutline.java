package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDDocumentOutline;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineNode;

/** The bookmarks of a PDF as labels of its pages. Circles among them are cut. */
final class PdfOutline {

    private static final int MAX_ITEMS = 5000;
    private static final int MAX_TITLE = 120;

    private final PDDocument document;
    private final Budget budget;
    private final NavigableMap<Integer, String> labels = new TreeMap<>();
    private final Set<COSDictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private PdfOutline(PDDocument document, Budget budget) {
        this.document = document;
        this.budget = budget;
    }

    /** The heading path that holds from a page on, by page from 1; empty without bookmarks. */
    static NavigableMap<Integer, String> labels(PDDocument document, Budget budget)
            throws RefusedException {
        PdfOutline reader = new PdfOutline(document, budget);
        PDDocumentOutline outline = document.getDocumentCatalog().getDocumentOutline();
        if (outline != null) {
            reader.children(outline, "", 1);
        }
        return reader.labels;
    }

    private void children(PDOutlineNode node, String above, int depth) throws RefusedException {
        if (depth > budget.limits().maxDepth()) {
            return;
        }
        PDOutlineItem item = node.getFirstChild();
        while (item != null && seen.size() < MAX_ITEMS && seen.add(item.getCOSObject())) {
            budget.check();
            String title = item.getTitle() == null ? "" : item.getTitle();
            title = title.replaceAll("\\s+", " ").strip();
            title = title.length() > MAX_TITLE ? title.substring(0, MAX_TITLE) : title;
            String path = above.isEmpty() ? title : above + " > " + title;
            int page = page(item);
            if (page > 0 && !title.isEmpty()) {
                // Where several begin on one page, the first names it.
                labels.putIfAbsent(page, path);
            }
            children(item, path, depth + 1);
            item = item.getNextSibling();
        }
    }

    private int page(PDOutlineItem item) {
        try {
            PDPage page = item.findDestinationPage(document);
            return page == null ? 0 : document.getPages().indexOf(page) + 1;
        } catch (IOException | RuntimeException e) {
            return 0;
        }
    }
}
