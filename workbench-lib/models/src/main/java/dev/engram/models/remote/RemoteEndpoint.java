package dev.engram.models.remote;

import dev.engram.base.WorkbenchException;
import java.net.URI;
import java.util.Optional;

/**
 * Where a remote model is. The key itself is never part of it: only the name of the environment
 * variable that holds it.
 *
 * @param id what the user names it by
 * @param base address up to and with {@code /v1}
 * @param model name at the server; empty takes the only one there
 * @param keyVariable environment variable with the API key; it may be unset
 * @param kind what the server is; empty asks it
 * @param contextTokens tokens of one request; 0 asks the server
 * @param limits how long to wait, how often to try
 */
public record RemoteEndpoint(
        String id,
        URI base,
        String model,
        String keyVariable,
        Optional<ServerKind> kind,
        int contextTokens,
        Limits limits) {

    /** The variable that holds the key for an address given without configuration. */
    public static final String KEY_VARIABLE = "WORKBENCH_API_KEY";

    /**
     * How long to wait and how often to try.
     *
     * @param connectMillis for a connection
     * @param silenceMillis for the next byte of an answer, the first included
     * @param tries at most, at least 1; only what has not begun to answer is tried again
     * @param backoffMillis before the second try; doubled before each further one
     */
    public record Limits(int connectMillis, int silenceMillis, int tries, int backoffMillis) {

        /** 10 s, 120 s, three tries, 250 ms. */
        public static final Limits DEFAULT = new Limits(10_000, 120_000, 3, 250);

        public Limits {
            if (connectMillis < 1 || silenceMillis < 1 || tries < 1 || backoffMillis < 0) {
                throw WorkbenchException.usage(
                        "a limit of a remote is out of range", "times and tries are at least 1");
            }
        }
    }

    /**
     * @throws WorkbenchException USAGE if the address is none of http or https
     */
    public RemoteEndpoint {
        String scheme = base.getScheme();
        if (!("http".equals(scheme) || "https".equals(scheme)) || base.getHost() == null) {
            throw WorkbenchException.usage(
                    "'" + base + "' is no address of a server", "for example http://host:8000/v1");
        }
        if (base.getUserInfo() != null || base.getQuery() != null) {
            throw WorkbenchException.usage(
                    "the address of the remote at "
                            + base.getHost()
                            + " has a user or a query in it",
                    "put the key into the environment variable " + keyVariable);
        }
        String text = base.toString();
        base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** Whether an id is an address rather than a name. */
    public static boolean isAddress(String id) {
        return id.startsWith("http://") || id.startsWith("https://");
    }

    /**
     * Reads {@code http://host:port/v1#model}; the fragment may be left out where the server has
     * one model.
     */
    public static RemoteEndpoint ofAddress(String address) {
        int mark = address.indexOf('#');
        String model = mark < 0 ? "" : address.substring(mark + 1);
        URI base;
        try {
            base = URI.create(mark < 0 ? address : address.substring(0, mark));
        } catch (IllegalArgumentException e) {
            throw WorkbenchException.usage(
                    "'" + address + "' is no address", "for example http://host:8000/v1#model");
        }
        return new RemoteEndpoint(
                address, base, model, KEY_VARIABLE, Optional.empty(), 0, Limits.DEFAULT);
    }

    public RemoteEndpoint withLimits(Limits other) {
        return new RemoteEndpoint(id, base, model, keyVariable, kind, contextTokens, other);
    }
}
