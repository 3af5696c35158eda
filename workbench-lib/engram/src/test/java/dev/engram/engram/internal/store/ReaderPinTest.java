package dev.engram.engram.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.engram.ChildJvm;
import dev.engram.engram.internal.bytes.Id;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads a snapshot keeps it, in this process and in others; a dead reader keeps nothing. */
class ReaderPinTest {

    private static final Id ONE = Id.hash(new byte[] {1});
    private static final Id TWO = Id.hash(new byte[] {2});

    @TempDir Path temp;
    private StoreLayout layout;

    @BeforeEach
    void place() {
        layout = new StoreLayout(temp);
    }

    private boolean mayRemove(Id id) throws IOException {
        Optional<ReaderPin> pin = ReaderPin.alone(layout, id);
        if (pin.isPresent()) {
            pin.get().close();
        }
        return pin.isPresent();
    }

    @Test
    void readersShareAndKeepARemoverOut() throws IOException {
        ReaderPin first = ReaderPin.hold(layout, ONE).orElseThrow();
        ReaderPin second = ReaderPin.hold(layout, ONE).orElseThrow();
        assertThat(mayRemove(ONE)).isFalse();
        assertThat(mayRemove(TWO)).isTrue();
        first.close();
        first.close(); // twice does no harm
        assertThat(mayRemove(ONE)).isFalse();
        second.close();
        assertThat(mayRemove(ONE)).isTrue();
    }

    @Test
    void aRemoverKeepsReadersOut() throws IOException {
        try (ReaderPin remover = ReaderPin.alone(layout, ONE).orElseThrow()) {
            assertThat(ReaderPin.hold(layout, ONE)).isEmpty();
            assertThat(ReaderPin.alone(layout, ONE)).isEmpty();
            ReaderPin.hold(layout, TWO).orElseThrow().close();
        }
        ReaderPin.hold(layout, ONE).orElseThrow().close();
    }

    @Test
    void anotherProcessIsSeenUntilItDies() throws Exception {
        Process reader = ChildJvm.start(Reader.class, temp.toString());
        try {
            assertThat(reader.inputReader().readLine()).isEqualTo("held");
            assertThat(mayRemove(ONE)).isFalse();
            assertThat(mayRemove(TWO)).isTrue();
            ReaderPin.hold(layout, ONE).orElseThrow().close();
            assertThat(mayRemove(ONE)).as("after a reader of ours left").isFalse();
        } finally {
            reader.destroyForcibly();
        }
        assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(mayRemove(ONE)).isTrue();
    }

    /** A process that reads until it is killed. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] arguments) throws Exception {
            ReaderPin pin = ReaderPin.hold(new StoreLayout(Path.of(arguments[0])), ONE).get();
            System.out.println("held");
            System.in.read();
            pin.close();
        }
    }

    @Test
    void whereNoLockCanBeHadReadingGoesOn() throws IOException {
        Path engram = temp.resolve("blocked");
        Files.createDirectories(engram.resolve("readers")); // a folder cannot be opened
        StoreLayout blocked = new StoreLayout(engram);
        ReaderPin.hold(blocked, ONE).orElseThrow().close();
    }
}
