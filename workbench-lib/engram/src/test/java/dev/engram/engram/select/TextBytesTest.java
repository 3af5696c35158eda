package dev.engram.engram.select;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.documents.TestJars;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TextBytesTest {

    @Property
    void everyUtf8TextIsText(@ForAll @StringLength(max = 200) String any) {
        String text = any.replaceAll("\\p{Cntrl}", " ").replaceAll("[\\uD800-\\uDFFF]", "x");
        assertThat(TextBytes.charset(text.getBytes(StandardCharsets.UTF_8)))
                .contains(StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void aTextMayBeCutAnywhereInTheSample(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        while (text.length() < TextBytes.SAMPLE_BYTES) {
            text.append("aé漢😀".substring(0, 1 + random.nextInt(3))).append('x');
        }
        assertThat(TextBytes.charset(text.toString().getBytes(StandardCharsets.UTF_8)))
                .contains(StandardCharsets.UTF_8);
    }

    @Property(tries = 300)
    void randomBytesAreBinary(@ForAll long seed) {
        byte[] bytes = new byte[512];
        new Random(seed).nextBytes(bytes);
        assertThat(TextBytes.charset(bytes)).isEmpty();
    }

    @Test
    void oneNulByteMakesItBinaryAndMagicNumbersDoTooAsLongAsTheyAreWhole() {
        assertThat(TextBytes.charset("abc\0def".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(TextBytes.charset("GIF89a and more".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(TextBytes.charset("GIF".getBytes(StandardCharsets.UTF_8)))
                .contains(StandardCharsets.UTF_8);
        assertThat(TextBytes.charset(new byte[0])).contains(StandardCharsets.UTF_8);
    }

    @Test
    void oldSourcesAreWindows1252() {
        Charset windows = Charset.forName("windows-1252");
        byte[] text = "// © Müller, Größe\nint größe = 1;\n".getBytes(windows);
        assertThat(TextBytes.charset(text)).contains(windows);
        assertThat(TextBytes.decode(text, windows)).contains("größe");
    }

    @Test
    void realBinariesAreFoundAndRealSourcesAreNot() {
        Map<String, byte[]> documents =
                TestJars.files(
                        TestJars.TIKA_MICROSOFT,
                        name -> name.matches(".*\\.(docx|xls|ppt|doc|class|png|msg|mdb|one)"));
        assertThat(documents).hasSizeGreaterThan(100);
        assertThat(documents.entrySet())
                .filteredOn(e -> e.getValue().length > 0)
                .filteredOn(e -> TextBytes.charset(e.getValue()).isPresent())
                .isEmpty();
        Map<String, byte[]> sources =
                TestJars.files(TestJars.COMMONS_LANG_SOURCES, name -> name.endsWith(".java"));
        assertThat(sources.entrySet())
                .filteredOn(e -> TextBytes.charset(e.getValue()).isEmpty())
                .isEmpty();
    }

    @Test
    void utf16NeedsItsMark() {
        byte[] marked = "\uFEFFabc".getBytes(StandardCharsets.UTF_16LE);
        assertThat(TextBytes.charset(marked)).contains(StandardCharsets.UTF_16LE);
        assertThat(TextBytes.charset(Arrays.copyOfRange(marked, 2, marked.length))).isEmpty();
    }
}
