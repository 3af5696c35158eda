package dev.engram.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.models.gguf.GgufFile;
import dev.engram.models.testing.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuantizerTest {

    @TempDir Path folder;
    private Path source;
    private final List<String> notices = new ArrayList<>();

    @BeforeEach
    void writeSource() throws IOException {
        source = TinyModel.write(folder.resolve("tiny.gguf"));
    }

    private Quantizer quantizer() throws IOException {
        return new Quantizer(Prepared.temporaryHome(folder.resolve("home")));
    }

    private QuantizeResult quantize(Path in, Path out, QuantizationType type) throws IOException {
        return quantizer().quantize(in, out, type, 1, Progress.none(), notices::add);
    }

    private WorkbenchException refused(Path in, Path out) {
        return catchThrowableOfType(
                WorkbenchException.class,
                () ->
                        new Quantizer(new WorkbenchHome(folder.resolve("empty-home")))
                                .quantize(
                                        in,
                                        out,
                                        QuantizationType.Q8_0,
                                        1,
                                        Progress.none(),
                                        notices::add));
    }

    private List<String> parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.contains("quantize") || n.endsWith(".part"))
                    .toList();
        }
    }

    @Test
    void writesASmallerModelOfTheType() throws IOException {
        Path out = folder.resolve("new").resolve("tiny-q8.gguf");
        QuantizeResult result = quantize(source, out, QuantizationType.Q8_0);
        GgufFile made = GgufFile.read(out);
        assertThat(made.fileType()).contains("Q8_0");
        assertThat(result.outputBytes()).isEqualTo(Files.size(out)).isLessThan(result.inputBytes());
        assertThat(result.bitsPerWeight()).isBetween(8.4, 9.5);
        assertThat(result.formats()).containsKey("Q8_0");
        assertThat(result.requantized()).isFalse();
        assertThat(notices).isEmpty();
        assertThat(Quantizer.expectedBytes(GgufFile.read(source), QuantizationType.Q8_0))
                .isGreaterThanOrEqualTo(Files.size(out));
    }

    @Test
    void saysWhenTheSourceIsQuantizedAlready() throws IOException {
        Path q8 = folder.resolve("q8.gguf");
        quantize(source, q8, QuantizationType.Q8_0);
        QuantizeResult again = quantize(q8, folder.resolve("q4.gguf"), QuantizationType.Q4_0);
        assertThat(again.requantized()).isTrue();
        assertThat(notices).singleElement().asString().contains("already quantized (Q8_0)");
    }

    @Test
    void replacesAnOldOutput() throws IOException {
        Path out = Files.writeString(folder.resolve("old.gguf"), "old");
        quantize(source, out, QuantizationType.F16);
        assertThat(GgufFile.read(out).fileType()).contains("F16");
    }

    @Test
    void refusesAnUnknownTypeWithTheNearMatch() {
        WorkbenchException refusal =
                catchThrowableOfType(WorkbenchException.class, () -> QuantizationType.of("iq4_nk"));
        assertThat(refusal.category()).isEqualTo(Category.USAGE);
        assertThat(refusal.userMessage()).contains("'iq4_nk'", "did you mean 'IQ4_NL'?");
        assertThat(QuantizationType.of("q8-0")).isEqualTo(QuantizationType.Q8_0);
    }

    @Test
    void refusesInputAsOutputAndFolders() {
        assertThat(refused(source, source).getMessage()).contains("same file");
        assertThat(refused(source, folder).getMessage()).contains("is a folder");
        assertThat(refused(folder.resolve("none.gguf"), folder.resolve("x.gguf")).category())
                .isEqualTo(Category.MISSING);
    }

    @Test
    void refusesADamagedSourceByItsField() throws IOException {
        byte[] bytes = Files.readAllBytes(source);
        Path cut = Files.write(folder.resolve("cut.gguf"), java.util.Arrays.copyOf(bytes, 9000));
        WorkbenchException refusal = refused(cut, folder.resolve("x.gguf"));
        assertThat(refusal.category()).isEqualTo(Category.DAMAGED);
        assertThat(folder.resolve("x.gguf")).doesNotExist();
    }

    @Test
    void refusesWhatDoesNotFitOnTheDisk() {
        Quantizer full = new Quantizer(new WorkbenchHome(folder), where -> 1000);
        WorkbenchException refusal =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () ->
                                full.quantize(
                                        source,
                                        folder.resolve("x.gguf"),
                                        QuantizationType.Q8_0,
                                        1,
                                        Progress.none(),
                                        notices::add));
        assertThat(refusal.category()).isEqualTo(Category.RESOURCE);
        assertThat(refusal.getMessage()).contains("no space", folder.toString());
    }

    @Test
    void anInterruptLeavesNothing() throws IOException {
        Quantizer quantizer = quantizer();
        Thread.currentThread().interrupt();
        WorkbenchException stopped =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () ->
                                quantizer.quantize(
                                        source,
                                        folder.resolve("x.gguf"),
                                        QuantizationType.Q8_0,
                                        1,
                                        Progress.none(),
                                        notices::add));
        Thread.interrupted();
        assertThat(stopped.category()).isEqualTo(Category.INTERRUPTED);
        assertThat(folder.resolve("x.gguf")).doesNotExist();
        assertThat(parts()).isEmpty();
    }

    @Test
    void anInterruptInTheMiddleLeavesNothing() throws Exception {
        Path real = Prepared.smollm2();
        Quantizer quantizer = quantizer();
        Thread worker = Thread.currentThread();
        AtomicInteger steps = new AtomicInteger();
        Progress interrupting =
                (phase, done, total, unit) -> {
                    if (phase.startsWith("quantizing") && steps.incrementAndGet() == 3) {
                        worker.interrupt();
                    }
                };
        WorkbenchException stopped =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () ->
                                quantizer.quantize(
                                        real,
                                        folder.resolve("x.gguf"),
                                        QuantizationType.Q6_K,
                                        1,
                                        interrupting,
                                        notices::add));
        assertThat(stopped.category()).isEqualTo(Category.INTERRUPTED);
        assertThat(folder.resolve("x.gguf")).doesNotExist();
        assertThat(parts()).isEmpty();
    }

    @Test
    void aFailedWriteIsAResourceErrorAndLeavesNothing() throws IOException {
        Path readOnly = Files.createDirectory(folder.resolve("read-only"));
        assertThat(readOnly.toFile().setWritable(false)).isTrue();
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.isWritable(readOnly), "the administrator may write anywhere");
        WorkbenchException refusal =
                catchThrowableOfType(
                        WorkbenchException.class,
                        () -> quantize(source, readOnly.resolve("x.gguf"), QuantizationType.Q8_0));
        assertThat(refusal.category()).isEqualTo(Category.RESOURCE);
        assertThat(parts()).isEmpty();
    }
}
