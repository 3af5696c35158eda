package dev.engram.ensemble.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.engram.base.WorkbenchException;
import dev.engram.ensemble.AskKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of conversations as other versions, crashes and long use leave it. */
class ConversationFormTest {

    @TempDir Path folder;
    private Path file = Path.of("");
    private ConversationStore store = new ConversationStore(file, 1);

    @BeforeEach
    void open() {
        file = folder.resolve("conversations.db");
        store = new ConversationStore(file, 100);
    }

    private static Turn turn(String at, String task, String answer) {
        return new Turn(at, AskKind.ASK, "ask", task, answer, "m", List.of(), List.of());
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path one : files.toList()) {
                all.append(new String(Files.readAllBytes(one), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private static void assertSaid(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class, e -> assertThat(e.userMessage()).contains(parts));
    }

    /** Also the words of the index: a history is deleted since somebody shall not read it. */
    @Test
    void noWordOfADeletedConversationIsLeftInTheFile() throws Exception {
        long kept = store.add(0, turn("2026-01-01T00:00:00Z", "kept words", "stay"));
        long id = store.add(0, turn("2026-01-02T00:00:00Z", "zanzibarfact", "quokkaword"));
        assertThat(bytes()).contains("zanzibarfact", "quokkaword");
        store.delete(id);
        assertThat(bytes()).doesNotContain("zanzibarfact", "quokkaword").contains("kept words");
        assertThat(store.search("kept", 5)).hasSize(1);
        store.delete(kept);
        assertThat(bytes()).doesNotContain("kept words");
    }

    @Test
    void aFileOfBeforeTheFormWasKeptIsTakenOver() throws Exception {
        long id = store.add(0, turn("2026-01-01T00:00:00Z", "old question", "old answer"));
        sql("PRAGMA user_version = 0");
        store.add(id, turn("2026-01-02T00:00:00Z", "new question", "new answer"));
        assertThat(store.show(id).turns()).hasSize(2);
        assertThat(store.search("question", 5)).hasSize(1);
    }

    @Test
    void aFileOfALaterFormIsLeftAlone() throws Exception {
        store.add(0, turn("2026-01-01T00:00:00Z", "x", "y"));
        sql("PRAGMA user_version = " + (ConversationStore.FORM + 1));
        assertSaid(() -> store.list(5), "is of form 2, this workbench knows 1", "--no-history");
        assertSaid(() -> store.add(0, turn("2026-01-02T00:00:00Z", "x", "y")), "is of form 2");
        sql("PRAGMA user_version = " + ConversationStore.FORM);
        assertThat(store.list(5)).hasSize(1);
    }

    @Test
    void aTurnThatCannotBeReadIsSaidInALine() throws Exception {
        long id = store.add(0, turn("2026-01-01T00:00:00Z", "x", "y"));
        sql("UPDATE turn SET kind = 'ORACLE'");
        assertSaid(() -> store.show(id), "cannot be used", "unknown assistant 'ORACLE'");
        sql("UPDATE turn SET kind = 'ASK', sources = 'no json'");
        assertSaid(() -> store.show(id), "cannot be used");
        assertThat(store.list(5)).hasSize(1);
    }

    @Test
    void theTitleIsTheFirstLineThatSaysSomething() throws Exception {
        long id = store.add(0, turn("2026-01-01T00:00:00Z", "\n\n  \nWhat is it?\nMore.", "y"));
        assertThat(store.show(id).title()).isEqualTo("What is it?");
        String smile = "\uD83D\uDE00";
        long cut = store.add(0, turn("2026-01-01T00:00:01Z", "x".repeat(59) + smile + "tail", "y"));
        assertThat(store.show(cut).title()).isEqualTo("x".repeat(59) + "…");
        long whole = store.add(0, turn("2026-01-01T00:00:02Z", "x".repeat(58) + smile, "y"));
        assertThat(store.show(whole).title()).isEqualTo("x".repeat(58) + smile);
    }

    @Test
    void theOldestTurnsOfALongConversationMakeRoom() throws Exception {
        long id = store.add(0, turn("2026-01-01T00:00:00Z", "turn 0", "a"));
        sql(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + (ConversationStore.MOST_TURNS - 1)
                        + ") INSERT INTO turn (conversation, at, kind, subtask, task, answer, model,"
                        + " engrams, sources) SELECT conversation, at, kind, subtask, 'turn ' || i,"
                        + " answer, model, engrams, sources FROM turn, n");
        assertThat(store.show(id).turns()).hasSize(ConversationStore.MOST_TURNS);
        store.add(id, turn("2026-01-01T00:00:00Z", "the last", "a"));
        List<Turn> turns = store.show(id).turns();
        assertThat(turns).hasSize(ConversationStore.MOST_TURNS);
        assertThat(turns.getFirst().task()).isEqualTo("turn 1");
        assertThat(turns.getLast().task()).isEqualTo("the last");
    }

    @Test
    void anyWordsMayBeSearchedFor() throws Exception {
        store.add(0, turn("2026-01-01T00:00:00Z", "C++ and näive ümläute 世界", "y"));
        for (String words :
                List.of("???", "AND", "OR NOT", "a*", "col:x", "(", "-x", "\"\"", "^a")) {
            assertThat(store.search(words, 5)).as(words).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(store.search("NÄIVE c++", 5)).hasSize(1);
    }

    @Test
    void whatIsRedactedDoesNotComeBackFromHalfATextAndOrdinaryTextStays() {
        assertThat(Redaction.of("api_key: abcd1234efgh")).isEqualTo("api_key: " + Redaction.MARK);
        assertThat(Redaction.of("https://joe:pw@h/x and a@b.example"))
                .isEqualTo("https://joe:" + Redaction.MARK + "@h/x and a@b.example");
        assertThat(Redaction.of("-----BEGIN PRIVATE KEY-----\nabc")).isEqualTo(Redaction.MARK);
        String code = "for (int i = 0; i < n; i++) {\n\tsum += a[i];\n}\n";
        assertThat(Redaction.of(code)).isEqualTo(code);
        String once = Redaction.of("password = 'hunter2hunter2' token=abcdefgh");
        assertThat(once).doesNotContain("hunter2", "abcdefgh");
        assertThat(Redaction.of(once)).isEqualTo(once);
    }
}
