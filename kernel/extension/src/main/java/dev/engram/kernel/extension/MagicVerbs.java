package dev.engram.kernel.extension;

import dev.engram.commands.CellVerb;
import dev.engram.commands.CommandLineOnly;
import dev.engram.commands.Verb;
import dev.engram.commands.VerbRunner;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs as magics see them: which exist, and what they return. Thread-safe. */
public final class MagicVerbs {

    /** The type of a call that is not known better. */
    public static final String ANY = "java.lang.Object";

    private static final Set<String> HELP = Set.of("-h", "--help");

    private MagicVerbs() {}

    /** Builds the command tree on first use: at start-up the annotations are enough. */
    private static final class Tree {
        private static final CommandLine ROOT = VerbRunner.commandLine();
    }

    /** The command tree, for reading only. */
    static CommandLine tree() {
        return Tree.ROOT;
    }

    /**
     * The roots that have a verb fit for a notebook. Written down because reading the declarations
     * takes a third of a kernel's start; a test holds them equal to {@link #declared}.
     */
    private static final List<String> NAMES =
            List.of(
                    "engram",
                    "model",
                    "ask",
                    "code",
                    "research",
                    "ensemble",
                    "history",
                    "dataset",
                    "bench",
                    "report",
                    "run",
                    "about");

    /** One magic for every root that has a verb fit for a notebook, by name. */
    static Map<String, VerbMagic> magics() {
        Map<String, VerbMagic> magics = new LinkedHashMap<>();
        NAMES.forEach(name -> magics.put(name, new VerbMagic(name)));
        return magics;
    }

    /** The names that the declarations of the verbs give. */
    static List<String> declared() {
        return VerbRunner.roots().stream()
                .filter(MagicVerbs::fitsANotebook)
                .map(root -> root.getAnnotation(Command.class).name())
                .toList();
    }

    private static boolean fitsANotebook(Class<?> type) {
        if (type.isAnnotationPresent(CommandLineOnly.class)) {
            return false;
        }
        Class<?>[] below = type.getAnnotation(Command.class).subcommands();
        return below.length == 0 || Stream.of(below).anyMatch(MagicVerbs::fitsANotebook);
    }

    /**
     * The command that a magic call names: the verb, or the group where the arguments go no
     * further.
     *
     * @param root the name of a magic
     */
    static @Nullable CommandLine command(String root, List<String> arguments) {
        CommandLine command = tree().getSubcommands().get(root);
        for (String argument : arguments) {
            CommandLine next = command == null ? null : command.getSubcommands().get(argument);
            if (next == null) {
                break;
            }
            command = next;
        }
        return command;
    }

    /**
     * The arguments of a cell magic, the verb put in front where its group has one for cells and
     * the arguments name none.
     *
     * @param root the name of a magic
     */
    public static List<String> cellArguments(String root, List<String> arguments) {
        @Nullable CommandLine group = tree().getSubcommands().get(root);
        boolean named =
                group == null
                        || !arguments.isEmpty()
                                && (group.getSubcommands().containsKey(arguments.getFirst())
                                        || HELP.contains(arguments.getFirst()));
        @Nullable CellVerb verb =
                named || group == null
                        ? null
                        : group.getCommandSpec()
                                .userObject()
                                .getClass()
                                .getAnnotation(CellVerb.class);
        if (verb == null) {
            return arguments;
        }
        List<String> whole = new ArrayList<>(arguments);
        whole.addFirst(verb.value());
        return List.copyOf(whole);
    }

    /** Why a verb is no magic, or {@code null} where it is one. */
    static @Nullable String commandLineOnly(CommandLine command) {
        CommandLineOnly mark =
                command.getCommandSpec()
                        .userObject()
                        .getClass()
                        .getAnnotation(CommandLineOnly.class);
        return mark == null ? null : mark.value();
    }

    /**
     * The type of the value of a call, as Java source; {@link #ANY} where it has none.
     *
     * @param root the name of a magic
     * @param arguments the arguments of the call
     */
    public static String resultType(String root, List<String> arguments) {
        CommandLine command = command(root, arguments);
        if (command == null || !(command.getCommandSpec().userObject() instanceof Verb<?> verb)) {
            return ANY;
        }
        return arguments.contains("--json")
                ? "java.lang.String"
                : source(resultOf(verb.getClass()));
    }

    private static Type resultOf(Class<?> verb) {
        Class<?> type = verb;
        while (type.getSuperclass() != Verb.class) {
            type = type.getSuperclass();
        }
        return ((ParameterizedType) type.getGenericSuperclass()).getActualTypeArguments()[0];
    }

    /** A type as a snippet can name it; {@link #ANY} where a snippet cannot see it. */
    static String source(Type type) {
        if (type instanceof Class<?> c) {
            for (Class<?> at = c; at != null; at = at.getEnclosingClass()) {
                if (!Modifier.isPublic(at.getModifiers())) {
                    return ANY;
                }
            }
            return c.getCanonicalName() == null || c == Void.class ? ANY : c.getCanonicalName();
        }
        if (type instanceof ParameterizedType p) {
            String raw = source(p.getRawType());
            return raw.equals(ANY)
                    ? ANY
                    : Stream.of(p.getActualTypeArguments())
                            .map(MagicVerbs::source)
                            .collect(Collectors.joining(", ", raw + "<", ">"));
        }
        return ANY;
    }
}
