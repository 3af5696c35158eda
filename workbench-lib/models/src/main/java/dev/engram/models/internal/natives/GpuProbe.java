package dev.engram.models.internal.natives;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which build of the natives suits the graphics processor of this machine. A build for one holds
 * the processor's variants as well: where its driver is missing after all, it runs without.
 */
public final class GpuProbe {

    /** The variable that chooses: {@code auto}, {@code off}, {@code cuda} or {@code vulkan}. */
    public static final String VARIABLE = "WORKBENCH_GPU";

    private static final List<Path> LIBRARY_FOLDERS =
            List.of(
                    Path.of("/usr/lib/x86_64-linux-gnu"),
                    Path.of("/lib/x86_64-linux-gnu"),
                    Path.of("/usr/lib64"),
                    Path.of("/usr/lib"),
                    Path.of("/usr/local/cuda/lib64"),
                    Path.of("/usr/local/cuda/targets/x86_64-linux/lib"));

    private final Map<String, String> environment;
    private final Predicate<String> library;
    private final boolean renderNode;

    /** This machine. */
    public GpuProbe() {
        this(System.getenv(), GpuProbe::present, hasRenderNode());
    }

    /**
     * @param library whether a shared library can be found, by file name
     * @param renderNode whether the kernel offers a graphics processor for computing
     */
    GpuProbe(Map<String, String> environment, Predicate<String> library, boolean renderNode) {
        this.environment = environment;
        this.library = library;
        this.renderNode = renderNode;
    }

    private static boolean present(String name) {
        Stream<Path> named =
                Stream.of(System.getenv().getOrDefault("LD_LIBRARY_PATH", "").split(":", -1))
                        .filter(folder -> !folder.isBlank())
                        .map(Path::of);
        return Stream.concat(named, LIBRARY_FOLDERS.stream())
                .anyMatch(folder -> Files.exists(folder.resolve(name)));
    }

    private static boolean hasRenderNode() {
        try (Stream<Path> nodes = Files.list(Path.of("/dev/dri"))) {
            return nodes.anyMatch(n -> n.getFileName().toString().startsWith("renderD"));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The platform whose package to take.
     *
     * @param platform such as {@code linux-x64}
     * @return the same, or with the build for the graphics processor behind it, such as {@code
     *     linux-x64-cuda}
     */
    public String platform(String platform) {
        String wanted = environment.getOrDefault(VARIABLE, "auto").strip();
        return switch (wanted) {
            case "off" -> platform;
            case "cuda", "vulkan" -> platform + "-" + wanted;
            case "auto", "" -> platform + detected();
            default ->
                    throw WorkbenchException.usage(
                            VARIABLE + " is '" + wanted + "'",
                            "set it to auto, off, cuda or vulkan");
        };
    }

    /** CUDA's build needs the driver and two libraries of CUDA 13; Vulkan's the loader. */
    private String detected() {
        if (library.test("libcuda.so.1")
                && library.test("libcudart.so.13")
                && library.test("libcublas.so.13")) {
            return "-cuda";
        }
        return renderNode && library.test("libvulkan.so.1") ? "-vulkan" : "";
    }
}
