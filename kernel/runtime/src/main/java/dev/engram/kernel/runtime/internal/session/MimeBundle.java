package dev.engram.kernel.runtime.internal.session;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Base64;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** Display data as the protocol writes it: {@code data}, {@code metadata}, {@code transient}. */
final class MimeBundle {

    private static final Gson GSON =
            new GsonBuilder()
                    .serializeSpecialFloatingPointValues()
                    .registerTypeAdapter(
                            byte[].class,
                            (com.google.gson.JsonSerializer<byte[]>)
                                    (bytes, type, context) ->
                                            new JsonPrimitive(
                                                    Base64.getEncoder().encodeToString(bytes)))
                    .create();

    private MimeBundle() {}

    static JsonObject of(DisplayData display) {
        JsonObject written = GSON.toJsonTree(display, DisplayData.class).getAsJsonObject();
        JsonObject bundle = new JsonObject();
        for (String part : new String[] {"data", "metadata", "transient"}) {
            JsonElement value = written.get(part);
            bundle.add(part, value != null && value.isJsonObject() ? value : new JsonObject());
        }
        return bundle;
    }
}
