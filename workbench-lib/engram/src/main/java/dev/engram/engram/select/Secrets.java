package dev.engram.engram.select;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Finds files that look as if they held secrets: by their name, or by what is written in them
 * (private keys, tokens of well-known shapes, random values assigned to names such as {@code
 * apiKey}). Such files are kept, but not searched. A finding never repeats the secret itself.
 */
public final class Secrets {

    /**
     * What was found.
     *
     * @param what its kind, in plain words: {@code "a private key"}
     * @param line where, from 1, or 0 where the name alone tells
     */
    public record Finding(String what, int line) {

        /** The one line a user sees about it. */
        public String notice(String path) {
            String where = line == 0 ? "" : " (line " + line + ")";
            return path + ": stored, but not searchable: looks like " + what + where;
        }
    }

    private static final Set<String> KEY_NAMES =
            Set.of("id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk");
    private static final Set<String> CREDENTIAL_NAMES =
            Set.of(
                    ".netrc",
                    "_netrc",
                    ".git-credentials",
                    ".pgpass",
                    ".my.cnf",
                    ".htpasswd",
                    ".dockercfg",
                    ".s3cfg",
                    ".boto",
                    ".vault-token",
                    "credentials.tfrc.json");
    private static final Set<String> KEYSTORES =
            Set.of("p12", "pfx", "jks", "jceks", "bcfks", "keystore", "kdbx", "kdb", "ppk");
    private static final Set<String> HARMLESS_ENV =
            Set.of("example", "sample", "template", "tmpl", "dist", "defaults", "schema", "test");

    private Secrets() {}

    /** Looks at a file's name and, where that tells nothing, at its content. */
    public static Optional<Finding> find(String path, byte[] content) {
        return find(path, content, 0, content.length);
    }

    /** The same for a file whose content is part of an array. */
    public static Optional<Finding> find(String path, byte[] bytes, int from, int to) {
        Optional<Finding> named = byName(path);
        return named.isPresent() ? named : SecretScan.scan(path, bytes, from, to);
    }

    /** Looks at a path alone; separators are slashes. */
    public static Optional<Finding> byName(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        if (KEY_NAMES.contains(name)) {
            return Optional.of(new Finding("a private key", 0));
        }
        if (CREDENTIAL_NAMES.contains(name)
                || lower.endsWith(".aws/credentials")
                || lower.endsWith(".docker/config.json")
                || lower.endsWith(".kube/config")) {
            return Optional.of(new Finding("stored credentials", 0));
        }
        if (KEYSTORES.contains(extension(name))) {
            return Optional.of(new Finding("a key store", 0));
        }
        boolean environment =
                name.equals(".env")
                        || name.startsWith(".env.") && !HARMLESS_ENV.contains(extension(name));
        return environment
                ? Optional.of(new Finding("an environment file with settings", 0))
                : Optional.empty();
    }

    static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
