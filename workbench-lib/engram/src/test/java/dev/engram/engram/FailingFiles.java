package dev.engram.engram;

import dev.engram.engram.internal.store.StoreFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A disk that fails at its n-th change; if it kills, at all later ones too, because nothing of a
 * dead process goes on.
 */
public final class FailingFiles implements StoreFiles {

    /** What ends the process at a step: nothing runs after it, no cleaning up either. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final int failAt;
    private final boolean kill;
    private final Runnable dying;
    private final AtomicInteger steps = new AtomicInteger();

    /**
     * @param failAt the number of the change, from 1
     * @param kill whether everything ends there, or only this change fails for want of space
     */
    public FailingFiles(int failAt, boolean kill) {
        this(
                failAt,
                kill,
                () -> {
                    throw new Killed();
                });
    }

    /**
     * @param dying ends the process
     */
    public FailingFiles(int failAt, boolean kill, Runnable dying) {
        this.failAt = failAt;
        this.kill = kill;
        this.dying = dying;
    }

    private void step() throws IOException {
        int step = steps.incrementAndGet();
        if (kill && step >= failAt) {
            dying.run();
        }
        if (step == failAt) {
            throw new IOException("No space left on device");
        }
    }

    @Override
    public Output create(Path file) throws IOException {
        step();
        Output real = StoreFiles.disk().create(file);
        return new Output() {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (steps.get() + 1 == failAt) {
                    real.write(bytes, offset, length / 2); // a torn write
                    step();
                }
                step();
                real.write(bytes, offset, length);
            }

            @Override
            public void force() throws IOException {
                step();
                real.force();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        step();
        StoreFiles.disk().move(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        step();
        StoreFiles.disk().forceFolder(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (kill) {
            step();
        }
        StoreFiles.disk().delete(file);
    }
}
