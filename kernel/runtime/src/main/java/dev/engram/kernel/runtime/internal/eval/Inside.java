package dev.engram.kernel.runtime.internal.eval;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads fields of JDK classes that have no public way to them. It opens their packages as {@code
 * --add-opens} would, which rules out a quick start; for that the JVM must have been started with
 * {@link dev.engram.vsa.VectorModule#FLAG}. One thread only.
 */
final class Inside {

    private record Place(Class<?> type, String name) {}

    private final Map<Place, Field> fields = new HashMap<>();

    /**
     * The value of a field.
     *
     * @throws ReflectiveOperationException if this JDK has no such field or does not let us in
     */
    <T> T get(Object target, String name, Class<T> type) throws ReflectiveOperationException {
        Place place = new Place(target.getClass(), name);
        Field field = fields.get(place);
        if (field == null) {
            field = open(target.getClass(), name);
            fields.put(place, field);
        }
        return type.cast(field.get(target));
    }

    private static Field open(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = find(type, name);
        Class<?> owner = field.getDeclaringClass();
        Object ignored =
                Class.forName("jdk.internal.module.Modules")
                        .getMethod("addOpens", Module.class, String.class, Module.class)
                        .invoke(
                                null,
                                owner.getModule(),
                                owner.getPackageName(),
                                Inside.class.getModule());
        field.setAccessible(true);
        return field;
    }

    private static Field find(Class<?> type, String name) throws NoSuchFieldException {
        for (Class<?> at = type; at.getSuperclass() != null; at = at.getSuperclass()) {
            for (Field field : at.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(type.getName() + "." + name);
    }
}
