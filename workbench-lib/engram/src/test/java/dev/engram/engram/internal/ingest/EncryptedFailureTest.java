package dev.engram.engram.internal.ingest;

import dev.engram.engram.WithKey;
import dev.engram.engram.internal.crypt.MasterKey;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failures at every step, with a key. */
@ExtendWith(WithKey.class)
class EncryptedFailureTest extends FailureTest {

    @Override
    Runnable inScope(Runnable work) {
        MasterKey key = MasterKey.CURRENT.get();
        return () -> ScopedValue.where(MasterKey.CURRENT, key).run(work);
    }
}
