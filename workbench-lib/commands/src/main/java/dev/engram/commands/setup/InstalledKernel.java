package dev.engram.commands.setup;

/**
 * A kernelspec that was written.
 *
 * @param name its name in notebooks
 * @param folder where it is
 */
public record InstalledKernel(String name, String folder) {

    @Override
    public String toString() {
        return "kernel '%s' is in %s; in Jupyter or VS Code choose 'Java (Engram Workbench)'"
                .formatted(name, folder);
    }
}
