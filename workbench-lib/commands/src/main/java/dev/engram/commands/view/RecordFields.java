package dev.engram.commands.view;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and values of a record's components. */
final class RecordFields {

    private RecordFields() {}

    static List<String> names(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /** The values in the order of the names; what cannot be read is {@code null}. */
    static List<@Nullable Object> values(Record value) {
        List<@Nullable Object> values = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            values.add(read(component, value));
        }
        return values;
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
