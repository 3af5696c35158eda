package dev.engram.models.catalogue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.engram.base.NearMatch;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The models that can be fetched.
 *
 * @param defaultId the model taken where nobody chose one
 * @param fallbackId the model taken where the default cannot be reached
 */
public record Catalogue(
        @JsonProperty("default") String defaultId,
        @JsonProperty("fallback") String fallbackId,
        List<CatalogueEntry> models) {

    private static final String RESOURCE = "/dev/engram/models/catalogue.json";

    public Catalogue {
        models = models.stream().map(CatalogueEntry::resolved).toList();
    }

    /** The catalogue that comes with the workbench. */
    public static Catalogue bundled() {
        return Holder.BUNDLED;
    }

    private static final class Holder {
        static final Catalogue BUNDLED = read();

        private static Catalogue read() {
            try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
                if (in == null) {
                    throw new IllegalStateException("no resource " + RESOURCE);
                }
                return JsonMapper.builder().build().readValue(in, Catalogue.class);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The entry with an id; {@code default} is the default model. */
    public Optional<CatalogueEntry> find(String id) {
        String wanted = id.equals("default") ? defaultId : id;
        return models.stream().filter(m -> m.id().equalsIgnoreCase(wanted)).findFirst();
    }

    /**
     * The entry with an id, or {@code ID:FORMAT} for another number format.
     *
     * @throws WorkbenchException of category USAGE with the near match
     */
    public CatalogueEntry get(String id) {
        int colon = id.lastIndexOf(':');
        return colon < 0 ? named(id) : named(id.substring(0, colon)).in(id.substring(colon + 1));
    }

    private CatalogueEntry named(String id) {
        return find(id).orElseThrow(
                        () -> {
                            String near =
                                    NearMatch.of(
                                                    id,
                                                    models.stream()
                                                            .map(CatalogueEntry::id)
                                                            .toList())
                                            .map(n -> "did you mean '" + n + "'? ")
                                            .orElse("");
                            return WorkbenchException.usage(
                                    "no model '" + id + "' in the catalogue",
                                    near + "see: workbench model list --all");
                        });
    }
}
