package dev.engram.engram;

import dev.engram.base.WorkbenchException;
import dev.engram.engram.internal.crypt.KeyFiles;
import dev.engram.engram.internal.crypt.MasterKey;
import java.nio.file.Path;

/**
 * The key of encrypted engrams. One key may serve several engrams: each derives its own keys from
 * it and from a salt. The first ingest with a key makes an engram encrypted. Immutable,
 * thread-safe; never shows what it holds.
 */
public final class EngramKey {

    /** The environment variable that names the key file where a call has no key. */
    public static final String VARIABLE = MasterKey.VARIABLE;

    private final MasterKey master;

    private EngramKey(MasterKey master) {
        this.master = master;
    }

    /**
     * Makes a key file with a new random key, readable by its owner alone.
     *
     * @param file must not exist
     * @throws WorkbenchException USAGE if it exists, RESOURCE if it cannot be written
     */
    public static EngramKey create(Path file) {
        MasterKey key = MasterKey.random();
        KeyFiles.write(file.toAbsolutePath(), key);
        return new EngramKey(key);
    }

    /**
     * Reads a key file.
     *
     * @throws WorkbenchException MISSING if it is not there, USAGE if it is no key file, DAMAGED if
     *     its checksum does not fit
     */
    public static EngramKey read(Path file) {
        return new EngramKey(KeyFiles.read(file.toAbsolutePath()));
    }

    /** Whether a key is in force: that of a running {@link #during}, or of the environment. */
    public static boolean isInForce() {
        return MasterKey.CURRENT.isBound() || KeyFiles.ofEnvironment().isPresent();
    }

    /** Work that may use the key. */
    @FunctionalInterface
    public interface Work<R, X extends Exception> {
        R run() throws X;
    }

    /**
     * Runs {@code work}; the engrams it opens, makes or changes in this thread have this key. An
     * engram it opens may be used after it and by other threads.
     */
    public <R, X extends Exception> R during(Work<R, X> work) throws X {
        return ScopedValue.where(MasterKey.CURRENT, master).call(work::run);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EngramKey key && master.equals(key.master);
    }

    @Override
    public int hashCode() {
        return master.hashCode();
    }

    @Override
    public String toString() {
        return "a key of encrypted engrams";
    }
}
