package dev.engram.engram.documents.internal;

import javax.xml.stream.XMLStreamReader;

/** Title, author and date from an Office file's core properties. */
final class CoreProperties implements SafeXml.Handler {

    private static final int MAX_LENGTH = 2000;

    private final MetadataDraft metadata;
    private final StringBuilder value = new StringBuilder();

    CoreProperties(MetadataDraft metadata) {
        this.metadata = metadata;
    }

    @Override
    public void start(String name, XMLStreamReader xml) {
        value.setLength(0);
    }

    @Override
    public void text(String text) {
        if (value.length() < MAX_LENGTH) {
            value.append(text);
        }
    }

    @Override
    public void end(String name) {
        String text = value.toString();
        value.setLength(0);
        switch (name) {
            case "title" -> metadata.title(text);
            case "creator" -> metadata.authors(text);
            case "created" -> metadata.date(day(text));
            case "identifier" -> metadata.doi(text);
            default -> {
                // not bibliographic
            }
        }
    }

    private static String day(String date) {
        return date.length() > 10 && date.charAt(10) == 'T' ? date.substring(0, 10) : date;
    }
}
