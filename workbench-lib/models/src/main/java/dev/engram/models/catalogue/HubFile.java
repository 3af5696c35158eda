package dev.engram.models.catalogue;

import dev.engram.base.Excerpt;
import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a hub says of a file before it is fetched.
 *
 * @param sizeBytes its length
 * @param sha256 its hash
 */
record HubFile(long sizeBytes, String sha256) {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Pattern SHA256 = Pattern.compile("\"?([0-9a-f]{64})\"?");
    private static final int MOST_REDIRECTS = 5;

    /**
     * Asks for the head of a file. The model hub tells hash and size of large files in {@code
     * X-Linked-ETag} and {@code X-Linked-Size} before it redirects; mirrors keep the hash as {@code
     * ETag}.
     *
     * @throws WorkbenchException MISSING if there is no such file, RESOURCE if the hub cannot be
     *     reached or states no hash
     */
    static HubFile ask(URI address) throws IOException {
        String sha256 = "";
        long size = -1;
        URI at = address;
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            for (int i = 0; i <= MOST_REDIRECTS; i++) {
                HttpResponse<Void> head =
                        client.send(
                                HttpRequest.newBuilder(at)
                                        .timeout(TIMEOUT)
                                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                        .build(),
                                HttpResponse.BodyHandlers.discarding());
                String stated =
                        hash(head, "X-Linked-ETag").isEmpty()
                                ? hash(head, "ETag")
                                : hash(head, "X-Linked-ETag");
                sha256 = sha256.isEmpty() ? stated : sha256;
                size = Math.max(size, number(head, "X-Linked-Size"));
                if (head.statusCode() / 100 == 3) {
                    at = next(at, head);
                    continue;
                }
                if (head.statusCode() == 404) {
                    throw WorkbenchException.missing(
                            "no file " + address,
                            "it may have moved: put the GGUF file into the models folder instead");
                }
                if (head.statusCode() != 200) {
                    throw WorkbenchException.resource(
                            address + " answered with status " + head.statusCode(),
                            "some models must be agreed to at the hub first; or name a --mirror",
                            null);
                }
                if (size < 0) {
                    size = number(head, "Content-Length");
                }
                break;
            }
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted("interrupted: nothing was fetched");
        } catch (IOException e) {
            throw WorkbenchException.resource(
                    "could not reach " + address.getHost() + " for " + address.getPath(),
                    "check the network, or name a --mirror",
                    e);
        }
        if (sha256.isEmpty() || size <= 0) {
            throw WorkbenchException.resource(
                    address + " states no sha256 and size: what it sends could not be verified",
                    "take a mirror that does, or put the file into the models folder yourself",
                    null);
        }
        return new HubFile(size, sha256);
    }

    private static URI next(URI at, HttpResponse<?> head) {
        String location = head.headers().firstValue("Location").orElse("");
        try {
            URI next = at.resolve(location);
            if (!location.isEmpty() && String.valueOf(next.getScheme()).matches("(?i)https?")) {
                return next;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw WorkbenchException.resource(
                at + " leads to no address: '" + Excerpt.of(location) + "'",
                "name another --mirror",
                null);
    }

    private static long number(HttpResponse<?> head, String header) {
        String text = head.headers().firstValue(header).orElse("");
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
    }

    private static String hash(HttpResponse<?> head, String header) {
        Matcher hash = SHA256.matcher(head.headers().firstValue(header).orElse(""));
        return hash.matches() ? hash.group(1) : "";
    }
}
