package dev.engram.kernel.extension;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completion and help for the verbs as magics, from the declaration that parses them. Thread-safe.
 */
public final class MagicAssist {

    private static final List<String> MAGIC_OPTIONS = List.of("--out", Interpolation.OPTION);

    private final PathCompletion paths;

    /**
     * @param workingDirectory what relative paths are completed against
     */
    public MagicAssist(Path workingDirectory) {
        this.paths = new PathCompletion(workingDirectory);
    }

    /**
     * What may stand at the cursor.
     *
     * @param candidates sorted; each replaces the characters from {@code start} to {@code end}
     */
    public record Completion(List<String> candidates, int start, int end) {

        public Completion {
            candidates = List.copyOf(candidates);
        }
    }

    /** Completes the name of a magic, typed as {@code prefix} that ends at the cursor. */
    public static Completion names(Collection<String> names, String prefix, int cursor) {
        return starting(names, prefix, cursor);
    }

    /**
     * Completes a word behind the name of a magic.
     *
     * @param line starts with {@code %name} or {@code %%name}; what is behind the cursor does not
     *     matter
     * @param cursor offset in the line, behind the name
     */
    public Completion complete(String line, int cursor) {
        Words words = Words.of(line, cursor);
        @Nullable CommandLine command = MagicVerbs.command(words.magic(), words.before());
        if (command == null) {
            return new Completion(List.of(), cursor, cursor);
        }
        synchronized (MagicVerbs.tree()) {
            return complete(command, words, cursor);
        }
    }

    private Completion complete(CommandLine command, Words words, int cursor) {
        String current = words.current();
        int assign = current.indexOf('=');
        if (current.startsWith("-") && assign > 0) {
            @Nullable OptionSpec option =
                    command.getCommandSpec().findOption(current.substring(0, assign));
            return option == null
                    ? new Completion(List.of(), cursor, cursor)
                    : values(option, current.substring(assign + 1), cursor);
        }
        if (current.startsWith("-")) {
            Set<String> options = new TreeSet<>();
            for (OptionSpec option : command.getCommandSpec().options()) {
                if (!option.hidden()) {
                    options.addAll(List.of(option.names()));
                }
            }
            options.addAll(MAGIC_OPTIONS);
            return starting(options, current, cursor);
        }
        if (!words.before().isEmpty()) {
            @Nullable OptionSpec option =
                    command.getCommandSpec().findOption(words.before().getLast());
            if (option != null && option.arity().max() > 0) {
                return values(option, current, cursor);
            }
        }
        List<String> verbs = new ArrayList<>();
        command.getSubcommands()
                .forEach(
                        (name, verb) -> {
                            if (MagicVerbs.commandLineOnly(verb) == null) {
                                verbs.add(name);
                            }
                        });
        if (!verbs.isEmpty()) {
            return starting(verbs, current, cursor);
        }
        int position = position(command, words.before());
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (parameter.index().contains(position)) {
                return values(parameter, current, cursor);
            }
        }
        return new Completion(List.of(), cursor, cursor);
    }

    /** How many positional arguments stand before the cursor. */
    private static int position(CommandLine command, List<String> before) {
        int count = 0;
        boolean valueOfOption = false;
        for (String word : before) {
            if (valueOfOption) {
                valueOfOption = false;
            } else if (word.startsWith("-") && word.length() > 1) {
                @Nullable OptionSpec option = command.getCommandSpec().findOption(word);
                valueOfOption = option != null && option.arity().min() > 0;
            } else {
                count++;
            }
        }
        return count - depth(command);
    }

    /** How many words below the magic's name lead to the command. */
    private static int depth(CommandLine command) {
        int depth = 0;
        for (CommandLine at = command; at.getParent() != null; at = at.getParent()) {
            depth++;
        }
        return depth - 1;
    }

    private Completion values(ArgSpec spec, String current, int cursor) {
        if (spec.completionCandidates() != null) {
            List<String> declared = new ArrayList<>();
            spec.completionCandidates().forEach(declared::add);
            Completion completion = starting(declared, current, cursor);
            return spec.paramLabel().contains("FILE")
                    ? merged(completion, paths.complete(current, cursor, PathCompletion.Kind.ANY))
                    : completion;
        }
        if (spec.type().isEnum()) {
            List<String> constants = new ArrayList<>();
            for (Object constant : spec.type().getEnumConstants()) {
                constants.add(constant.toString());
            }
            return starting(constants, current, cursor);
        }
        PathCompletion.@Nullable Kind kind = PathCompletion.Kind.of(spec);
        return kind == null
                ? new Completion(List.of(), cursor, cursor)
                : paths.complete(current, cursor, kind);
    }

    private static Completion merged(Completion first, Completion second) {
        if (second.candidates().isEmpty() || first.start() != second.start()) {
            return first.candidates().isEmpty() ? second : first;
        }
        List<String> all = new ArrayList<>(first.candidates());
        all.addAll(second.candidates());
        return new Completion(all, first.start(), first.end());
    }

    private static Completion starting(Collection<String> all, String prefix, int cursor) {
        List<String> fitting =
                all.stream()
                        .filter(one -> one.regionMatches(true, 0, prefix, 0, prefix.length()))
                        .sorted()
                        .distinct()
                        .toList();
        return new Completion(fitting, cursor - prefix.length(), cursor);
    }

    /**
     * Help for the verb or the option at the cursor, or {@code null} where the magic is not one of
     * ours.
     *
     * @param line starts with {@code %name} or {@code %%name}
     * @param cursor offset in the line
     */
    public @Nullable String inspect(String line, int cursor) {
        int wordEnd = cursor;
        while (wordEnd < line.length() && !Character.isWhitespace(line.charAt(wordEnd))) {
            wordEnd++;
        }
        Words words = Words.of(line, wordEnd);
        List<String> path = new ArrayList<>(words.before());
        path.add(words.current());
        @Nullable CommandLine command = MagicVerbs.command(words.magic(), path);
        if (command == null) {
            return null;
        }
        synchronized (MagicVerbs.tree()) {
            String name = words.current().replaceAll("=.*", "");
            @Nullable OptionSpec option =
                    name.startsWith("-") ? command.getCommandSpec().findOption(name) : null;
            String usage = MagicFailure.asMagic(command.getUsageMessage());
            return option == null ? usage : describe(option) + "\n\n" + usage;
        }
    }

    private static String describe(OptionSpec option) {
        String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
        List<String> lines = new ArrayList<>();
        lines.add(String.join(", ", option.names()) + label);
        CommandLine.Help.Ansi plain = CommandLine.Help.Ansi.OFF;
        for (String line : option.description()) {
            String shown = line.replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()));
            if (option.completionCandidates() != null) {
                shown =
                        shown.replace(
                                "${COMPLETION-CANDIDATES}",
                                String.join(", ", option.completionCandidates()));
            }
            lines.add("  " + plain.string(shown));
        }
        return String.join("\n", lines);
    }

    /** The words of a magic up to the cursor. */
    private record Words(String magic, List<String> before, String current) {

        static Words of(String line, int cursor) {
            String text = line.substring(0, Math.min(cursor, line.length()));
            int at = 0;
            while (at < text.length() && text.charAt(at) == '%') {
                at++;
            }
            List<String> words = new ArrayList<>();
            StringBuilder word = new StringBuilder();
            char quote = 0;
            for (; at < text.length(); at++) {
                char c = text.charAt(at);
                if (quote != 0 ? c == quote : word.isEmpty() && (c == '"' || c == '\'')) {
                    quote = quote == 0 ? c : 0;
                } else if (quote == 0 && Character.isWhitespace(c)) {
                    if (!word.isEmpty()) {
                        words.add(word.toString());
                    }
                    word.setLength(0);
                } else {
                    word.append(c);
                }
            }
            String magic = words.isEmpty() ? "" : words.removeFirst();
            return words.isEmpty() && magic.isEmpty()
                    ? new Words(word.toString(), List.of(), "")
                    : new Words(magic, words, word.toString());
        }
    }
}
