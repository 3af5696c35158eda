package dev.engram.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class MarkupTest {

    @Test
    void everyMarkIsAnEntity() {
        assertThat(Markup.escape("<a href='x' b=\"y\">&amp; $x$</a>"))
                .isEqualTo(
                        "&lt;a href=&#39;x&#39; b=&quot;y&quot;&gt;&amp;amp; &#36;x&#36;&lt;/a&gt;");
        assertThat(Markup.escape("a\u0000b\u001bc\td\n")).isEqualTo("a\uFFFDb\uFFFDc\td\n");
        assertThat(Markup.escape("ä \uD83D\uDE00")).isEqualTo("ä \uD83D\uDE00");
    }

    /** What a parser reads is what was written, as text and as an attribute. */
    @Property(tries = 200)
    void aParserReadsTheTextBack(
            @ForAll @StringLength(max = 40) @CharRange(from = ' ', to = '\u2fff') String text)
            throws Exception {
        String xml = "<a b=\"%s\">%s</a>".formatted(Markup.escape(text), Markup.escape(text));
        var root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(xml)))
                        .getDocumentElement();
        assertThat(root.getTextContent()).isEqualTo(text);
        assertThat(root.getAttribute("b")).isEqualTo(text);
    }
}
