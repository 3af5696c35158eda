package dev.engram.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.commands.history.ConversationList;
import dev.engram.commands.history.Histories;
import dev.engram.commands.history.HistoryHandle;
import dev.engram.commands.view.JsonView;
import dev.engram.ensemble.AskKind;
import dev.engram.ensemble.history.Conversation;
import dev.engram.ensemble.history.ConversationStore;
import dev.engram.ensemble.history.Turn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryVerbsTest {

    @TempDir Path folder;
    private final Services services = new Services();
    private long first;
    private long second;

    private VerbContext context() {
        return new VerbContext(
                folder,
                new WorkbenchHome(folder.resolve("home")),
                Progress.none(),
                t -> {},
                n -> {},
                services,
                null);
    }

    private Object run(String... arguments) {
        return ((Outcome.Value) VerbRunner.run(List.of(arguments), context())).result();
    }

    private static Turn turn(int minute, String task) {
        return new Turn(
                "2026-01-01T00:0" + minute + ":00Z",
                AskKind.ASK,
                "ask",
                task,
                "It is so.",
                "tiny",
                List.of(),
                List.of());
    }

    @BeforeEach
    void keepTwo() throws IOException {
        ConversationStore store = Histories.of(context());
        first = store.add(0, turn(1, "What is a chunk?"));
        second = store.add(0, turn(2, "What is a pack?"));
    }

    @AfterEach
    void close() {
        services.close();
    }

    @Test
    void conversationsAreListedShownFoundResumedAndDeleted() {
        ConversationList list = (ConversationList) run("history", "list");
        assertThat(list).extracting(c -> c.id()).containsExactly(second, first);
        assertThat(JsonView.of(list).lines()).hasSize(2).allMatch(l -> l.startsWith("{\"id\":"));
        assertThat(run("history", "show", "" + first)).asString().contains("What is a chunk?");
        assertThat((ConversationList) run("history", "search", "chunk")).hasSize(1);
        assertThat(run("history", "resume", "" + first)).isInstanceOf(Conversation.class);
        HistoryHandle java = new HistoryHandle(this::context);
        assertThat(java.list()).extracting(c -> c.id()).containsExactly(first, second);
        assertThat(java.delete(first)).hasToString("1 conversation deleted");
        assertThat(run("history", "delete", "--all")).hasToString("1 conversation deleted");
        assertThat(run("history", "list")).hasToString("no conversations");
    }

    @Test
    void mistakesAreALine() {
        assertUser("there is no conversation 99", "history", "show", "99");
        assertUser("no conversation named", "history", "delete");
        assertUser("code has no subtask 'test'", "code", "x", "-s", "test");
        run("history", "delete", "--all");
        assertUser("there is no conversation to go on with", "ask", "--continue", "and why?");
        assertUser("there is no conversation 12345", "ask", "--continue=12345", "and why?");
    }

    @Test
    void theEnvironmentSwitchesItOff() {
        assertThat(Histories.on(Map.of())).isTrue();
        assertThat(Histories.on(Map.of(Histories.VARIABLE, "OFF"))).isFalse();
    }

    private void assertUser(String part, String... arguments) {
        assertThatThrownBy(() -> run(arguments))
                .isInstanceOfSatisfying(
                        WorkbenchException.class, e -> assertThat(e.userMessage()).contains(part));
    }

    @Test
    void aConversationThatIsNotThereIsSaidWhateverItsNumber() {
        for (String id : List.of("" + (second + 1), "0", "99999999999999999999999")) {
            assertThatThrownBy(() -> run("ask", "--continue", id, "-t", "and then?"))
                    .as(id)
                    .isInstanceOf(WorkbenchException.class)
                    .hasMessageContaining("there is no conversation " + id);
        }
    }
}
