import dev.engram.engram.Engram;
import java.nio.file.Path;

/** Prints the digest of an engram: equal for equal trees, passages, trits and documents. */
public final class Digest {

    private Digest() {}

    public static void main(String[] args) throws Exception {
        try (Engram engram = Engram.open(Path.of(args[0]))) {
            System.out.println(engram.digest());
        }
    }
}
