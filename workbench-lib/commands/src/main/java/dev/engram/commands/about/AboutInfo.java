package dev.engram.commands.about;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What runs where.
 *
 * @param workbench version of the workbench
 * @param java version of the JVM
 * @param system operating system and architecture
 * @param processors processors the JVM may use
 * @param maxHeapBytes largest heap the JVM may take
 * @param home folder of the workbench
 */
public record AboutInfo(
        String workbench,
        String java,
        String system,
        int processors,
        long maxHeapBytes,
        String home) {

    /** The version from the jar's manifest, or {@code development} in a class folder. */
    public static String workbenchVersion() {
        @Nullable String version = AboutInfo.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "development");
    }

    @Override
    public String toString() {
        return "Engram Workbench %s · Java %s · %s · %d processors · heap up to %d MB · home %s"
                .formatted(workbench, java, system, processors, maxHeapBytes >> 20, home);
    }
}
