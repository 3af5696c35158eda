package dev.engram.engram.documents.internal;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;

/**
 * The text of single pages. Text that stands upside down or sideways is read by turning the page:
 * PDFBox puts only upright letters together to lines.
 */
final class PageText {

    private static final int MAX_ANGLES = 8;

    /** Reads the letters of one angle, and counts those of each angle. */
    private static final class Stripper extends PDFTextStripper {

        private final Budget budget;
        private final Map<Integer, Integer> letters = new TreeMap<>();
        private int only = -1;
        private long letterCount;

        Stripper(Budget budget) {
            this.budget = budget;
            setLineSeparator("\n");
            setParagraphEnd("\n");
        }

        @Override
        protected void processTextPosition(TextPosition text) {
            try {
                budget.tick();
                if (++letterCount > budget.limits().maxCharacters()) {
                    budget.produced(letterCount);
                }
            } catch (RefusedException e) {
                throw new java.io.UncheckedIOException(e);
            }
            int angle = angle(text);
            letters.merge(angle, 1, Integer::sum);
            if (only < 0 || only == angle) {
                super.processTextPosition(text);
            }
        }

        private static int angle(TextPosition text) {
            Matrix matrix = text.getTextMatrix().clone();
            matrix.concatenate(text.getFont().getFontMatrix());
            double radians = Math.atan2(matrix.getShearY(), matrix.getScaleY());
            return Math.floorMod((int) Math.round(Math.toDegrees(radians)), 360);
        }
    }

    private final PDDocument document;
    private final Budget budget;

    PageText(PDDocument document, Budget budget) {
        this.document = document;
        this.budget = budget;
    }

    /** The text of a page, from 1. */
    String read(int number) throws IOException {
        PDPage page = document.getPage(number - 1);
        page.setRotation(0);
        Stripper stripper = new Stripper(budget);
        String text = text(stripper, number);
        int slanted =
                stripper.letters.values().stream().mapToInt(Integer::intValue).sum()
                        - stripper.letters.getOrDefault(0, 0);
        if (slanted == 0 || stripper.letters.size() > MAX_ANGLES) {
            return text;
        }
        StringBuilder all = new StringBuilder();
        int before = 0;
        for (int angle : stripper.letters.keySet()) {
            turn(page, before - angle);
            before = angle;
            Stripper one = new Stripper(budget);
            one.only = 0;
            all.append(text(one, number)).append('\n');
        }
        return all.toString();
    }

    private String text(Stripper stripper, int page) throws IOException {
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        return stripper.getText(document);
    }

    private void turn(PDPage page, int degrees) throws IOException {
        if (degrees == 0) {
            return;
        }
        try (PDPageContentStream stream =
                new PDPageContentStream(
                        document, page, PDPageContentStream.AppendMode.PREPEND, false)) {
            stream.transform(Matrix.getRotateInstance(Math.toRadians(degrees), 0, 0));
        }
    }
}
