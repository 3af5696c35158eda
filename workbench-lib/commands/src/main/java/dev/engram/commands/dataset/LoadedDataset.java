package dev.engram.commands.dataset;

/**
 * A data set on this machine.
 *
 * @param name its name
 * @param version its version
 * @param path its folder
 * @param files files in it
 * @param licence its terms
 */
public record LoadedDataset(String name, String version, String path, long files, String licence) {

    /** Its folder. */
    public java.nio.file.Path folder() {
        return java.nio.file.Path.of(path);
    }

    @Override
    public String toString() {
        return path;
    }
}
