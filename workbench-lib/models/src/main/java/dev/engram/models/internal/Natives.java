package dev.engram.models.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.fetch.PackageFetcher;
import dev.engram.models.internal.natives.GpuProbe;
import dev.engram.models.internal.natives.NativeInstaller;
import dev.engram.models.internal.natives.NativePackage;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gets llama.cpp ready: fetched, verified, unpacked, loaded. */
public final class Natives {

    private Natives() {}

    /** The package for this machine. */
    public static NativePackage packageForThisMachine() {
        String platform = NativePackage.currentPlatform();
        return NativePackage.of(new GpuProbe().platform(platform))
                .or(() -> NativePackage.of(platform))
                .orElseThrow(
                        () ->
                                WorkbenchException.missing(
                                        "no llama.cpp build is pinned for " + platform,
                                        "local models need one of: " + NativePackage.platforms()));
    }

    /** Where the libraries of this machine are unpacked. */
    public static Path folder(WorkbenchHome home) {
        return home.natives().resolve(packageForThisMachine().folderName());
    }

    /** Fetches and unpacks the libraries unless they are there. Idempotent. */
    public static Path install(WorkbenchHome home, Progress progress) throws IOException {
        NativePackage pinned = packageForThisMachine();
        Path folder = folder(home);
        if (!Files.isDirectory(folder)) {
            progress.update("fetching llama.cpp", 0, 1, Progress.Unit.ITEMS);
            Path archive =
                    new PackageFetcher(home, progress)
                            .npm(pinned.name(), pinned.version(), pinned.sha512());
            NativeInstaller.unpack(archive, pinned.librariesFolder(), folder);
        }
        return folder;
    }

    /** Installs if need be and loads, once a process. */
    public static NativeRuntime load(WorkbenchHome home, Progress progress) throws IOException {
        return NativeRuntime.load(install(home, progress), home.logs());
    }
}
