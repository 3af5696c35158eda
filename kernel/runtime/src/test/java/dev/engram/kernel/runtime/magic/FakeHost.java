package dev.engram.kernel.runtime.magic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A session that notes down what it is asked to do; {@code evaluate} gives the source back. */
final class FakeHost implements CellHost {

    final List<Path> classpath = new ArrayList<>();
    final List<String> evaluated = new ArrayList<>();
    final List<String> printed = new ArrayList<>();
    private final Path folder;

    FakeHost(Path folder) {
        this.folder = folder;
    }

    @Override
    public void addToClasspath(List<Path> entries) {
        classpath.addAll(entries);
    }

    @Override
    public Evaluation evaluate(String source) {
        evaluated.add(source);
        return new Evaluation(source, 2_500_000, 1_000_000, 250_000_000);
    }

    @Override
    public Path workingDirectory() {
        return folder;
    }

    @Override
    public void print(String line) {
        printed.add(line);
    }
}
