package dev.engram.models.internal.natives;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A package of prebuilt natives, pinned.
 *
 * @param platform operating system and architecture, such as {@code linux-x64}
 * @param name name of the npm package
 * @param version its version
 * @param sha512 Base64 of the SHA-512 of the package file, as npm states it
 * @param librariesFolder folder inside the package that holds the libraries
 */
public record NativePackage(
        String platform, String name, String version, String sha512, String librariesFolder) {

    /** Platforms whose package is pinned; others are refused by name, not guessed. */
    static final List<NativePackage> PINNED =
            List.of(
                    new NativePackage(
                            "linux-x64",
                            "@node-llama-cpp/linux-x64",
                            "3.22.1",
                            "5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==",
                            "package/bins/linux-x64"),
                    new NativePackage(
                            "linux-x64-cuda",
                            "@node-llama-cpp/linux-x64-cuda",
                            "3.22.1",
                            "8rQCjyNNLZJUFit+YpjwlC4hwkKgOMIkB2wuycKBf8NU2O3ySKbiWZQ8aw9ku2nUTXjSnUIrE6KB88itduTBuA==",
                            "package/bins/linux-x64-cuda"),
                    new NativePackage(
                            "linux-x64-vulkan",
                            "@node-llama-cpp/linux-x64-vulkan",
                            "3.22.1",
                            "bBxqU+JOcBu1nb5Qj2zcMci+JByT1E8EajHvYodyNfVIPkEhXh+/HMwR1/BT7xP08YK0hks+kM8fglER0P8JEg==",
                            "package/bins/linux-x64-vulkan"));

    /** The package for a platform, if one is pinned. */
    public static Optional<NativePackage> of(String platform) {
        return PINNED.stream().filter(p -> p.platform().equals(platform)).findFirst();
    }

    /** Platforms with a pinned package. */
    public static List<String> platforms() {
        return PINNED.stream().map(NativePackage::platform).toList();
    }

    /** The platform this JVM runs on, in the words of the packages. */
    public static String currentPlatform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static String platform(String os, String arch) {
        String system = os.toLowerCase(Locale.ROOT);
        String family =
                system.startsWith("linux")
                        ? "linux"
                        : system.startsWith("mac")
                                ? "mac"
                                : system.startsWith("windows") ? "win" : system.replace(' ', '-');
        String machine =
                switch (arch) {
                    case "amd64", "x86_64" -> "x64";
                    case "aarch64" -> family.equals("mac") ? "arm64-metal" : "arm64";
                    case "arm" -> "armv7l";
                    default -> arch;
                };
        return family + "-" + machine;
    }

    /** Name of the folder it is unpacked into, below the natives folder. */
    public String folderName() {
        return name.replace("@", "").replace('/', '-') + "-" + version;
    }
}
