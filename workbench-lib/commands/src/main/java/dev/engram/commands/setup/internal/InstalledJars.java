package dev.engram.commands.setup.internal;

import dev.engram.base.FileTrees;
import dev.engram.base.WorkbenchHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The copies of our jars that the launcher made: {@code WORKBENCH_HOME/app/DIGEST/lib}. */
public final class InstalledJars {

    private static final int KEPT = 4;

    private InstalledJars() {}

    /** Removes all but the newest few; those of this process stay. */
    public static void removeOld(WorkbenchHome home) throws IOException {
        Path app = home.root().resolve("app");
        if (!Files.isDirectory(app)) {
            return;
        }
        List<Path> versions;
        try (Stream<Path> folders = Files.list(app)) {
            versions =
                    folders.filter(f -> Files.isDirectory(f.resolve("lib")))
                            .sorted(
                                    Comparator.comparingLong((Path f) -> f.toFile().lastModified())
                                            .reversed())
                            .toList();
        }
        String mine = RunningJars.ofThisProcess().classPath();
        for (Path old : versions.subList(Math.min(KEPT, versions.size()), versions.size())) {
            if (!mine.contains(old + File.separator)) {
                FileTrees.delete(old);
            }
        }
    }
}
