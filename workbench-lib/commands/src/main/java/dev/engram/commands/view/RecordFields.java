package dev.engram.commands.view;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a record is shown: its components, those left out that JSON leaves out too. A record with
 * a true component {@code streamed} says that its text has been shown already, so {@code text} and
 * {@code answer} are left out as well.
 */
final class RecordFields {

    private RecordFields() {}

    /** Names and values, in order; what cannot be read is {@code null}. */
    static Map<String, @Nullable Object> of(Record value) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        boolean streamed = false;
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            @Nullable Object field = read(component, value);
            streamed |= component.getName().equals("streamed") && Boolean.TRUE.equals(field);
            if (!component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                fields.put(component.getName(), field);
            }
        }
        if (streamed) {
            fields.remove("text");
            fields.remove("answer");
        }
        return fields;
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            return null;
        }
    }
}
