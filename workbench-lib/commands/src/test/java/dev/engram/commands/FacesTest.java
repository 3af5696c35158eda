package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.engram.Workbench;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Walks every verb: each has help with an example on the command line, and a Java call. */
class FacesTest {

    private static List<CommandLine> verbs() {
        List<CommandLine> verbs = new ArrayList<>();
        Deque<CommandLine> todo = new ArrayDeque<>(List.of(VerbRunner.commandLine()));
        while (!todo.isEmpty()) {
            CommandLine next = todo.pop();
            if (next.getCommandSpec().userObject() instanceof Verb<?>) {
                verbs.add(next);
            }
            todo.addAll(next.getSubcommands().values());
        }
        return verbs;
    }

    /** All verbs that some public method of the facade, or of a type it returns, runs. */
    private static Set<Class<?>> verbsOfTheFacade() {
        Set<Class<?>> run = new HashSet<>();
        Set<Class<?>> seen = new HashSet<>();
        Deque<Class<?>> todo = new ArrayDeque<>(List.of(Workbench.class));
        while (!todo.isEmpty()) {
            Class<?> type = todo.pop();
            if (!seen.add(type) || !type.getName().startsWith("dev.engram.")) {
                continue;
            }
            for (Method method : type.getMethods()) {
                if (Modifier.isPublic(method.getModifiers())) {
                    Runs runs = method.getAnnotation(Runs.class);
                    if (runs != null) {
                        run.add(runs.value());
                    }
                    todo.add(method.getReturnType());
                }
            }
        }
        return run;
    }

    @Test
    void everyVerbHasDescriptionAndExample() {
        assertThat(verbs()).isNotEmpty();
        for (CommandLine verb : verbs()) {
            var usage = verb.getCommandSpec().usageMessage();
            assertThat(usage.description()).as(verb.getCommandName()).isNotEmpty();
            assertThat(String.join("\n", usage.footer()))
                    .as("example of " + verb.getCommandName())
                    .contains("Example");
        }
    }

    @Test
    void everyVerbHasAJavaCall() {
        Set<Class<?>> java = verbsOfTheFacade();
        for (CommandLine verb : verbs()) {
            Class<?> type = verb.getCommandSpec().userObject().getClass();
            if (!type.isAnnotationPresent(CommandLineOnly.class)) {
                assertThat(java).as("facade method for " + type.getSimpleName()).contains(type);
            }
        }
    }
}
