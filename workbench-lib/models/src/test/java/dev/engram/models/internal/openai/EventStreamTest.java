package dev.engram.models.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    private static List<EventStream.Event> read(String text) throws IOException {
        EventStream stream =
                new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<EventStream.Event> events = new ArrayList<>();
        for (var event = stream.next(); event != null; event = stream.next()) {
            events.add(event);
        }
        return events;
    }

    @Test
    void readsWhatServersSend() throws IOException {
        assertThat(
                        read(
                                ": ping\r\n\r\ndata: a\r\n\r\nevent: progress\ndata:b\ndata: c\n\n"
                                        + "id: 7\n\ndata: cut off"))
                .containsExactly(
                        new EventStream.Event("message", "a"),
                        new EventStream.Event("progress", "b\nc"));
    }

    @Property(tries = 100)
    void whatIsWrittenIsRead(@ForAll @Size(max = 5) List<String> texts) throws IOException {
        StringBuilder wire = new StringBuilder();
        List<String> sent = new ArrayList<>();
        for (String text : texts) {
            String line = text.replaceAll("\\R|[\\ud800-\\udfff]", "");
            sent.add(line);
            wire.append("data: ").append(line).append("\n\n");
        }
        assertThat(read(wire.toString())).extracting(EventStream.Event::data).isEqualTo(sent);
    }

    /** Any of the three line ends, split anywhere, also inside a character. */
    @Property(tries = 200)
    void splitsOfTheWireChangeNothing(@ForAll @Size(max = 4) List<String> texts, @ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        StringBuilder wire = new StringBuilder("\uFEFF");
        List<String> sent = new ArrayList<>();
        for (String text : texts) {
            String line = "ä🙂" + text.replaceAll("\\R|[\\ud800-\\udfff\\x00]", "");
            sent.add(line);
            String end = new String[] {"\n", "\r", "\r\n"}[random.nextInt(3)];
            wire.append("data: ").append(line).append(end).append(end);
        }
        byte[] bytes = wire.toString().getBytes(StandardCharsets.UTF_8);
        InputStream dripping =
                new FilterInputStream(new ByteArrayInputStream(bytes)) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        return super.read(into, offset, Math.min(length, 1 + random.nextInt(3)));
                    }
                };
        EventStream stream = new EventStream(dripping);
        List<String> read = new ArrayList<>();
        for (var event = stream.next(); event != null; event = stream.next()) {
            read.add(event.data());
        }
        assertThat(read).as("seed " + seed).isEqualTo(sent);
    }

    @Test
    void theNameOfAnEventWithoutDataIsForgotten() throws IOException {
        assertThat(read("event: progress\n\ndata: a\n\n"))
                .containsExactly(new EventStream.Event("message", "a"));
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
        InputStream endless =
                new InputStream() {
                    private long sent;

                    @Override
                    public int read() {
                        return sent++ < (64L << 20) ? 'x' : -1;
                    }

                    @Override
                    public int read(byte[] into, int offset, int length) {
                        Arrays.fill(into, offset, offset + length, (byte) 'x');
                        sent += length;
                        return sent < (64L << 20) ? length : -1;
                    }
                };
        assertThatThrownBy(() -> new EventStream(endless).next())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("16 million");
    }
}
