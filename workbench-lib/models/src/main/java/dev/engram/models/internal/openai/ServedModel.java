package dev.engram.models.internal.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.engram.base.WorkbenchException;
import dev.engram.models.remote.RemoteEndpoint;
import dev.engram.models.remote.ServerKind;

/**
 * A model as its server describes it; 0 where it does not say.
 *
 * @param name what requests call it
 */
record ServedModel(
        String name,
        ServerKind kind,
        int contextTokens,
        long parameters,
        long sizeBytes,
        long vocabulary) {

    /** Reads an entry of the list of models, and llama.cpp's properties for the size of a slot. */
    static ServedModel of(JsonNode entry, RemoteEndpoint endpoint, Connection connection)
            throws InterruptedException {
        JsonNode meta = entry.path("meta");
        ServerKind kind = ServerKind.ofOwner(entry.path("owned_by").asText(""));
        int context = entry.path("max_model_len").asInt(meta.path("n_ctx").asInt());
        if (kind == ServerKind.LLAMA_SERVER && endpoint.contextTokens() == 0) {
            try {
                context =
                        connection
                                .get("/../props")
                                .path("default_generation_settings")
                                .path("n_ctx")
                                .asInt(context);
            } catch (WorkbenchException e) {
                // The properties may be switched off; then the list has to do.
            }
        }
        return new ServedModel(
                entry.path("id").asText(),
                kind,
                context > 0 ? context : meta.path("n_ctx_train").asInt(),
                meta.path("n_params").asLong(),
                meta.path("size").asLong(),
                meta.path("n_vocab").asLong());
    }
}
