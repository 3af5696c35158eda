package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What a user sees of every failure, and of every mistake on a command line. */
class VerbRunnerTest {

    private static final VerbContext CONTEXT = VerbContext.silent(new Services());

    private static WorkbenchException failing(Throwable problem) {
        Verb<String> verb =
                new Verb<>() {
                    @Override
                    public String run(VerbContext context) throws Exception {
                        if (problem instanceof Error e) {
                            throw e;
                        }
                        throw (Exception) problem;
                    }
                };
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                WorkbenchException.class, () -> VerbRunner.call(verb, CONTEXT));
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        new NoSuchFileException("a.txt"),
                        Category.MISSING,
                        "no such file or folder: a.txt"),
                Arguments.of(
                        new AccessDeniedException("a.txt"),
                        Category.RESOURCE,
                        "permission denied: a.txt"),
                Arguments.of(
                        new FileSystemException("a.txt", null, "No space left on device"),
                        Category.RESOURCE,
                        "a.txt: No space left on device"),
                Arguments.of(
                        new DirectoryNotEmptyException("dir"),
                        Category.RESOURCE,
                        "dir: this folder is not empty"),
                Arguments.of(
                        new NotDirectoryException("a.txt"),
                        Category.RESOURCE,
                        "a.txt: this is no folder"),
                Arguments.of(
                        new FileAlreadyExistsException("a.txt"),
                        Category.RESOURCE,
                        "a.txt: this exists already"),
                Arguments.of(
                        new FileSystemLoopException("dir"),
                        Category.RESOURCE,
                        "dir: FileSystemLoopException"),
                Arguments.of(
                        new IOException("the pipe broke"), Category.RESOURCE, "the pipe broke"),
                Arguments.of(new IOException(), Category.RESOURCE, "IOException"),
                Arguments.of(new InterruptedException(), Category.INTERRUPTED, "interrupted"),
                Arguments.of(
                        new OutOfMemoryError("heap"),
                        Category.RESOURCE,
                        "not enough memory for this operation"),
                Arguments.of(
                        new IllegalStateException(),
                        Category.INTERNAL,
                        "internal error: IllegalStateException: IllegalStateException"),
                Arguments.of(
                        new WorkbenchException(Category.FAILED, "as it is", null, null),
                        Category.FAILED,
                        "as it is"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureIsALineOfItsCategory(Throwable problem, Category category, String line) {
        WorkbenchException seen = failing(problem);
        assertThat(seen.category()).isEqualTo(category);
        assertThat(seen.getMessage()).isEqualTo(line);
        assertThat(seen.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(seen == problem || seen.getCause() == problem).isTrue();
    }

    @Test
    void exitCodesAreThoseOfTheDocumentation() {
        for (Category category : Category.values()) {
            assertThat(category.exitCode())
                    .as(category.name())
                    .isEqualTo(
                            switch (category) {
                                case USAGE -> 2;
                                case INTERRUPTED -> 130;
                                default -> 1;
                            });
        }
    }

    private static WorkbenchException refused(List<String> arguments) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                WorkbenchException.class, () -> VerbRunner.run(arguments, CONTEXT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "modle list | unknown command 'modle' in 'workbench' | did you mean 'model'?",
                "model lst | unknown command 'lst' in 'workbench model' | did you mean 'list'?",
                "history list --mots 3 | unknown option '--mots' | did you mean '--most'?",
                "history list --mots=3 | unknown option '--mots' in | did you mean '--most'?",
                "history list --most many | Invalid value for option '--most' | history list --help",
                "history show | Missing required parameter: 'ID' | history show --help",
                "history show x | Invalid value for positional parameter at index 0 (ID) | --help",
                "history list x | unexpected argument 'x' in 'workbench history list' | --help",
                "model imatrix --tex f -o x | unknown option '--tex' | did you mean '--text'?",
                "model imatrix -o x | Missing required option: '--text=FILE' | imatrix --help",
                "bench export x --format xml | expected one of [CSV, JSON] | export --help",
                "ensemble run --pattern pol -t x | expected one of [ | ensemble run --help"
            })
    void aMistakeIsNamedWithWhatWasMeant(String line, String problem, String remedy) {
        WorkbenchException seen = refused(List.of(line.split(" ")));
        assertThat(seen.category()).isEqualTo(Category.USAGE);
        assertThat(seen.userMessage()).contains(problem, remedy);
        assertThat(seen.userMessage().lines()).hasSizeLessThanOrEqualTo(2);
    }

    private record Leaf(List<String> path, CommandLine command) {}

    private static List<Leaf> verbs() {
        List<Leaf> verbs = new ArrayList<>();
        Deque<Leaf> todo = new ArrayDeque<>(List.of(new Leaf(List.of(), VerbRunner.commandLine())));
        while (!todo.isEmpty()) {
            Leaf next = todo.pop();
            if (next.command().getCommandSpec().userObject() instanceof Verb<?>) {
                verbs.add(next);
            }
            next.command()
                    .getSubcommands()
                    .forEach(
                            (name, command) -> {
                                List<String> path = new ArrayList<>(next.path());
                                path.add(name);
                                todo.add(new Leaf(path, command));
                            });
        }
        return verbs;
    }

    private static List<String> with(Leaf leaf, String... more) {
        List<String> arguments = new ArrayList<>(leaf.path());
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** For every option of every verb: one letter short is a mistake that is understood. */
    @Test
    void everyOptionOfEveryVerbIsFoundThroughATypo() {
        int tried = 0;
        for (Leaf leaf : verbs()) {
            for (OptionSpec option : leaf.command().getCommandSpec().options()) {
                String name = option.longestName();
                String typo = name.substring(0, name.length() - 2) + name.charAt(name.length() - 1);
                if (name.length() < 6 || leaf.command().getCommandSpec().findOption(typo) != null) {
                    continue;
                }
                tried++;
                WorkbenchException seen = refused(with(leaf, typo));
                assertThat(seen).as("%s %s", leaf.path(), typo).isNotNull();
                assertThat(seen.userMessage())
                        .as("%s %s", leaf.path(), typo)
                        .contains("unknown option '" + typo + "'")
                        .containsPattern("did you mean '--[a-z-]+'\\?");
            }
        }
        assertThat(tried).isGreaterThan(150);
    }

    @Test
    void everyVerbHasItsHelpWithDefaultsAndNoHolesInIt() {
        for (Leaf leaf : verbs()) {
            Outcome help = VerbRunner.run(with(leaf, "--help"), CONTEXT);
            assertThat(help).isInstanceOf(Outcome.Help.class);
            assertThat(((Outcome.Help) help).text())
                    .as(leaf.path().toString())
                    .contains("Usage: workbench " + String.join(" ", leaf.path()), "--json")
                    .doesNotContain("${");
        }
    }

    /** The values that help shows are the values that are taken. */
    @Test
    void everyChoiceTakesItsOwnNamesInAnyCase() {
        int tried = 0;
        for (Leaf leaf : verbs()) {
            for (OptionSpec option : leaf.command().getCommandSpec().options()) {
                if (option.type().isEnum()) {
                    for (Object constant : option.type().getEnumConstants()) {
                        String name = ((Enum<?>) constant).name();
                        for (String written :
                                List.of(name, name.toLowerCase(Locale.ROOT), constant.toString())) {
                            tried++;
                            WorkbenchException seen =
                                    refused(
                                            with(
                                                    leaf,
                                                    option.longestName(),
                                                    written,
                                                    "--no-such-option"));
                            assertThat(seen.getMessage())
                                    .as("%s %s %s", leaf.path(), option.longestName(), written)
                                    .contains("unknown option '--no-such-option'");
                        }
                    }
                }
            }
        }
        assertThat(tried).isGreaterThan(30);
    }

    @Test
    void aGroupWithoutAVerbShowsItsHelp() {
        for (String group : List.of("model", "bench", "history", "ensemble", "dataset")) {
            assertThat(VerbRunner.run(List.of(group), CONTEXT)).isInstanceOf(Outcome.Help.class);
        }
        assertThat(VerbRunner.run(List.of(), CONTEXT)).isInstanceOf(Outcome.Help.class);
    }

    @Test
    void aPathOfTheHomeFolderIsResolvedAndOthersStartWhereTheUserIs() {
        VerbContext there =
                new VerbContext(
                        Path.of("/here/now"),
                        CONTEXT.home(),
                        CONTEXT.progress(),
                        CONTEXT.stream(),
                        CONTEXT.notices(),
                        CONTEXT.services(),
                        null);
        String home = System.getProperty("user.home");
        assertThat(there.resolve("~/x/../y")).isEqualTo(Path.of(home, "y"));
        assertThat(there.resolve("~")).isEqualTo(Path.of(home));
        assertThat(there.resolve("~x")).isEqualTo(Path.of("/here/now/~x"));
        assertThat(there.resolve("../a")).isEqualTo(Path.of("/here/a"));
        assertThat(there.resolve("/abs")).isEqualTo(Path.of("/abs"));
    }

    @Test
    void servicesAreMadeOnceAndClosedTheNewestFirst() {
        List<String> closed = new ArrayList<>();
        record First(List<String> log) implements AutoCloseable {
            @Override
            public void close() {
                log.add("first");
            }
        }
        record Second(List<String> log) implements AutoCloseable {
            @Override
            public void close() {
                log.add("second");
                throw new IllegalStateException("does not close");
            }
        }
        Services services = new Services();
        First first = services.get(First.class, () -> new First(closed));
        assertThat(
                        services.get(
                                First.class,
                                () -> {
                                    throw new AssertionError("made twice");
                                }))
                .isSameAs(first);
        services.get(Second.class, () -> new Second(closed));
        services.close();
        assertThat(closed).containsExactly("second", "first");
        services.close();
        assertThat(closed).hasSize(2);
        assertThatThrownBy(
                        () ->
                                services.get(
                                        String.class,
                                        () -> {
                                            throw WorkbenchException.missing("x", "y");
                                        }))
                .hasMessage("x");
        assertThat(services.get(String.class, () -> "made after a failure"))
                .isEqualTo("made after a failure");
        services.close();
    }
}
