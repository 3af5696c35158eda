package dev.engram.models.internal.quantize;

import dev.engram.base.WorkbenchException;
import dev.engram.models.internal.natives.NativeRuntime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The process that quantizes. Arguments: folder of the libraries, folder of the logs, file of the
 * job. Writes {@code P done total} lines on the way and one {@code E reason} on failure. Ends when
 * its standard input does: with its parent.
 */
final class QuantizeMain {

    private static final Pattern STEP = Pattern.compile("\\[\\s*(\\d+)/\\s*(\\d+)\\]");

    private QuantizeMain() {}

    public static void main(String[] arguments) {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        endWithParent();
        int code;
        try {
            code = quantize(arguments, out);
        } catch (WorkbenchException | IOException e) {
            out.println("E " + e.getMessage());
            code = 1;
        }
        Runtime.getRuntime().halt(code);
    }

    private static int quantize(String[] arguments, PrintStream out) throws IOException {
        NativeRuntime runtime = NativeRuntime.load(Path.of(arguments[0]), Path.of(arguments[1]));
        runtime.log().listen(line -> report(line, out));
        runtime.log().clear();
        int code =
                QuantizeCall.run(
                        runtime.llama(), QuantizeJob.of(Files.readAllLines(Path.of(arguments[2]))));
        if (code != 0) {
            String reason =
                    runtime.log().complaints().stream()
                            .filter(c -> !c.isBlank())
                            .reduce((first, last) -> last)
                            .orElse("code " + code);
            out.println("E " + reason.replace('\n', ' '));
        }
        return code == 0 ? 0 : 1;
    }

    private static void report(String line, PrintStream out) {
        Matcher step = STEP.matcher(line);
        if (step.find()) {
            out.println("P " + step.group(1) + " " + step.group(2));
        }
    }

    private static void endWithParent() {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            try {
                                while (System.in.read() >= 0) {
                                    // Nothing is ever sent.
                                }
                            } catch (IOException e) {
                                // As good as the end.
                            }
                            Runtime.getRuntime().halt(1);
                        });
    }
}
