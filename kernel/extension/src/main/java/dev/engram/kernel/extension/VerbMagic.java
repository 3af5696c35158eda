package dev.engram.kernel.extension;

import dev.engram.Workbench;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.Outcome;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.commands.view.JsonView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The verbs below one root as a line magic and a cell magic. Returns the typed result of the verb;
 * help is displayed and returns {@code null}.
 */
final class VerbMagic implements LineMagic<Object, BaseKernel>, CellMagic<Object, BaseKernel> {

    private final String root;

    VerbMagic(String root) {
        this.root = root;
    }

    @Override
    public @Nullable Object eval(BaseKernel kernel, List<String> arguments) {
        return run(kernel, arguments, null);
    }

    @Override
    public @Nullable Object eval(BaseKernel kernel, List<String> arguments, String body) {
        return run(kernel, arguments, body);
    }

    private @Nullable Object run(BaseKernel kernel, List<String> arguments, @Nullable String body) {
        boolean trace = arguments.contains("--trace");
        try {
            PlainHost host = new PlainHost(kernel);
            List<String> words = host.withoutSemicolon(arguments);
            @Nullable String variable = PlainHost.takeVariable(words);
            @Nullable String text = body;
            if (words.remove(Interpolation.OPTION)) {
                words.replaceAll(host::fill);
                text = body == null ? null : host.fill(body);
            }
            List<String> call =
                    text == null || text.isBlank() ? words : MagicVerbs.cellArguments(root, words);
            refuseCommandLineOnly(call);
            Object value = evaluate(kernel, call, text);
            if (variable == null || value == null) {
                return value;
            }
            host.assign(variable, value);
            return null;
        } catch (WorkbenchException e) {
            WorkbenchException shown = MagicFailure.of(e, trace);
            if (trace || kernel instanceof MagicHost) {
                throw shown;
            }
            throw new MagicError(shown.userMessage());
        }
    }

    private @Nullable Object evaluate(
            BaseKernel kernel, List<String> words, @Nullable String body) {
        List<String> line = new ArrayList<>(words);
        line.addFirst(root);
        try (CellDisplays displays = new CellDisplays(kernel)) {
            VerbContext context =
                    new VerbContext(
                            Path.of("").toAbsolutePath(),
                            WorkbenchHome.fromEnvironment(),
                            displays.progress(),
                            displays.text(),
                            displays::notice,
                            Workbench.services(),
                            body);
            Outcome outcome = VerbRunner.run(line, context);
            displays.succeeded();
            return switch (outcome) {
                case Outcome.Help help -> {
                    kernel.display(new DisplayData(MagicFailure.asMagic(help.text())));
                    yield null;
                }
                case Outcome.Value value ->
                        value.verb().json() ? JsonView.of(value.result()) : value.result();
            };
        }
    }

    private void refuseCommandLineOnly(List<String> words) {
        @Nullable CommandLine command = MagicVerbs.command(root, words);
        @Nullable String reason = command == null ? null : MagicVerbs.commandLineOnly(command);
        if (command != null && reason != null && !words.contains("--help")) {
            throw WorkbenchException.usage(
                    "'" + command.getCommandSpec().qualifiedName() + "' is no magic: " + reason,
                    "run it on the command line");
        }
    }
}
