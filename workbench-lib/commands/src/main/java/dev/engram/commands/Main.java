package dev.engram.commands;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.view.JsonView;
import dev.engram.commands.view.TerminalProgress;
import dev.engram.commands.view.TextView;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The command line: results on standard output, everything else on standard error. */
public final class Main {

    private Main() {}

    /** Exit: 0 ok, 1 failed or damaged, 2 usage, 130 interrupted. */
    public static void main(String[] arguments) {
        PrintStream out = utf8(System.out);
        PrintStream err = utf8(System.err);
        stopWorkOnShutdown(Thread.currentThread());
        int code = run(List.of(arguments), out, err);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        boolean json = arguments.contains("--json");
        boolean trace = arguments.contains("--trace");
        StreamEcho echo = new StreamEcho(json ? null : out);
        try (Services services = new Services();
                TerminalProgress progress = new TerminalProgress(err)) {
            VerbContext context =
                    new VerbContext(
                            Path.of("").toAbsolutePath(),
                            WorkbenchHome.fromEnvironment(),
                            progress,
                            echo,
                            progress::println,
                            services,
                            null);
            Outcome outcome = VerbRunner.run(arguments, context);
            progress.close();
            switch (outcome) {
                case Outcome.Help help -> out.print(help.text());
                case Outcome.Value value -> {
                    if (value.verb().json()) {
                        String text = JsonView.of(value.result());
                        if (!text.isEmpty()) {
                            out.print(text + "\n");
                        }
                    } else if (value.result() != null) {
                        echo.finish();
                        out.println(TextView.of(value.result()));
                    }
                }
            }
            return value(outcome) instanceof ExitStatus status ? status.exitCode() : 0;
        } catch (WorkbenchException e) {
            echo.finish();
            err.println("workbench: " + e.userMessage());
            if (trace) {
                e.printStackTrace(err);
            }
            return e.category().exitCode();
        } catch (Throwable e) {
            echo.finish();
            err.println("workbench: internal error: " + e);
            err.println("run it again with --trace and report what it prints");
            if (trace) {
                e.printStackTrace(err);
            }
            return Category.INTERNAL.exitCode();
        }
    }

    private static @Nullable Object value(Outcome outcome) {
        return outcome instanceof Outcome.Value v ? v.result() : null;
    }

    private static PrintStream utf8(PrintStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    /** Ctrl-C: the JVM exits with 130 by itself; the work gets a moment to leave things whole. */
    private static void stopWorkOnShutdown(Thread worker) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    worker.interrupt();
                                    try {
                                        worker.join(800);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                }));
    }
}
