package dev.engram.commands.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** JSON of a result: one object, or one a line for an {@link Iterable}. */
public final class JsonView {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .findAndAddModules()
                    // By default a path is a URI, which no script expects.
                    .addModule(
                            new SimpleModule()
                                    .addSerializer(Path.class, new ToStringSerializer())
                                    .addSerializer(Double.class, new Numbers())
                                    .addSerializer(double.class, new Numbers())
                                    .addSerializer(Float.class, new Numbers())
                                    .addSerializer(float.class, new Numbers()))
                    .build();

    /** JSON has no NaN: as a text it would make a table's whole column one of texts. */
    private static final class Numbers extends JsonSerializer<Number> {
        @Override
        public void serialize(Number value, JsonGenerator to, SerializerProvider all)
                throws IOException {
            if (!Double.isFinite(value.doubleValue())) {
                to.writeNull();
            } else if (value instanceof Float f) {
                to.writeNumber(f);
            } else {
                to.writeNumber(value.doubleValue());
            }
        }
    }

    private JsonView() {}

    /** Lines of JSON without a final line break. */
    public static String of(@Nullable Object result) {
        if (result instanceof Iterable<?> many && !(result instanceof Path)) {
            StringJoiner lines = new StringJoiner("\n");
            for (Object one : many) {
                lines.add(write(one));
            }
            return lines.toString();
        }
        return write(result);
    }

    private static String write(@Nullable Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result is not serializable", e);
        }
    }
}
