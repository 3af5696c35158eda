package dev.engram.engram.documents.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * XML pull parsing that never opens anything: no DTD, no entity beyond the five, no external
 * reference; nesting and time are bounded.
 */
final class SafeXml {

    /** Receives one event at a time. */
    interface Handler {

        /** An element begins; attributes may be read from {@code xml}. */
        void start(String name, XMLStreamReader xml) throws IOException;

        /** An element ends. */
        void end(String name) throws IOException;

        /** Text, possibly in several pieces. */
        void text(String text) throws IOException;
    }

    private SafeXml() {}

    static void read(InputStream in, Budget budget, Handler handler) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty("javax.xml.stream.isSupportingExternalEntities", false);
        factory.setProperty("jdk.xml.maxElementDepth", budget.limits().maxDepth() + 1);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> emptyStream());
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            try {
                events(xml, budget, handler);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            if (e.getNestedException() instanceof RefusedException refused) {
                throw refused;
            }
            throw new RefusedException("holds damaged XML");
        }
    }

    private static void events(XMLStreamReader xml, Budget budget, Handler handler)
            throws XMLStreamException, IOException {
        int depth = 0;
        while (xml.hasNext()) {
            budget.tick();
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    budget.depth(++depth);
                    handler.start(xml.getLocalName(), xml);
                }
                case XMLStreamConstants.END_ELEMENT -> {
                    depth--;
                    handler.end(xml.getLocalName());
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
                        handler.text(xml.getText());
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new RefusedException("holds XML entities, which are not read");
                default -> {
                    // comments and processing instructions say nothing
                }
            }
        }
    }

    private static InputStream emptyStream() {
        return new ByteArrayInputStream(new byte[0]);
    }
}
