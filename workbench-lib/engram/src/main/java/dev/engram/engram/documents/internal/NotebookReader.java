package dev.engram.engram.documents.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Jupyter notebooks: the cells' sources, as Markdown with fenced code; outputs are left out. */
final class NotebookReader {

    private static final JsonFactory JSON = new JsonFactory();

    private NotebookReader() {}

    static void read(byte[] content, SectionBuilder out, MetadataDraft metadata, Budget budget)
            throws IOException {
        List<String> lines = new ArrayList<>();
        try (JsonParser json = JSON.createParser(budget.watch(new ByteArrayInputStream(content)))) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new RefusedException("is no notebook");
            }
            boolean cells = false;
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("cells") && json.currentToken() == JsonToken.START_ARRAY) {
                    cells = true;
                    cells(json, lines, budget);
                } else {
                    json.skipChildren();
                }
            }
            if (!cells) {
                throw new RefusedException("is no notebook");
            }
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new RefusedException("holds damaged JSON");
        }
        new MarkdownReader().read(lines, out, metadata);
    }

    private static void cells(JsonParser json, List<String> lines, Budget budget)
            throws IOException {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            budget.tick();
            String type = "";
            StringBuilder source = new StringBuilder();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken token = json.nextToken();
                if (field.equals("cell_type") && token == JsonToken.VALUE_STRING) {
                    type = json.getText();
                } else if (field.equals("source")) {
                    source(json, token, source);
                } else {
                    json.skipChildren();
                }
            }
            cell(type, source.toString(), lines);
        }
    }

    private static void source(JsonParser json, JsonToken token, StringBuilder source)
            throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            source.append(json.getText());
        } else if (token == JsonToken.START_ARRAY) {
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                source.append(json.getText());
            }
        } else {
            json.skipChildren();
        }
    }

    private static void cell(String type, String source, List<String> lines) {
        if (source.isBlank()) {
            return;
        }
        boolean code = type.equals("code");
        if (code) {
            lines.add("````");
        }
        source.lines().forEach(lines::add);
        if (code) {
            lines.add("````");
        }
        lines.add("");
    }
}
