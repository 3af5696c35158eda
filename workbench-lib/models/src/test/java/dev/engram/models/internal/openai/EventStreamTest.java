package dev.engram.models.internal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
}
