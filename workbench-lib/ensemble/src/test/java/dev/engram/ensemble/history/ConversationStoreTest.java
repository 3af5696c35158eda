package dev.engram.ensemble.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchHome;
import dev.engram.ensemble.AskKind;
import dev.engram.models.ChatMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationStoreTest {

    @TempDir Path folder;

    private Path file() {
        return folder.resolve("history/conversations.db");
    }

    private static Turn turn(int minute, String task, String answer) {
        return new Turn(
                "2026-01-01T00:%02d:00.000Z".formatted(minute),
                AskKind.CODE,
                "tests",
                task,
                answer,
                "tiny",
                List.of("x.engram"),
                List.of("a/B.java:1-9"));
    }

    @Test
    void aConversationIsKeptAsItWas() throws IOException {
        ConversationStore store = new ConversationStore(new WorkbenchHome(folder));
        assertThat(store.list(10)).isEmpty();
        assertThat(store.newest()).isEmpty();
        assertThat(Files.exists(store.file())).isFalse();
        Turn first = turn(1, "What is it?\nTell me.", "It is 'so'; DROP TABLE turn;");
        long id = store.add(0, first);
        Turn second = turn(2, "And why?", "Because.");
        assertThat(store.add(id, second)).isEqualTo(id);
        long other = store.add(0, turn(3, "Else?", "No."));
        Conversation shown = store.show(id);
        assertThat(shown).isEqualTo(new Conversation(id, "What is it?", List.of(first, second)));
        assertThat(shown.messages())
                .startsWith(ChatMessage.user(first.task()), ChatMessage.assistant(first.answer()))
                .hasSize(4);
        assertThat(store.list(10)).extracting(ConversationLine::id).containsExactly(other, id);
        assertThat(store.resume(id, "2026-01-02T00:00:00Z")).isEqualTo(shown);
        assertThat(store.newest().orElseThrow().id()).isEqualTo(id);
    }

    @Test
    void wordsFindConversations() throws IOException {
        ConversationStore store = new ConversationStore(file(), 10);
        long blank = store.add(0, turn(1, "What does isBlank do?", "It tests for white space."));
        store.add(0, turn(2, "What does isEmpty do?", "It tests for length 0."));
        assertThat(store.search("isBlank white", 5))
                .singleElement()
                .satisfies(
                        l -> assertThat(l.id()).isEqualTo(blank),
                        l -> assertThat(l.match()).containsIgnoringCase("isBlank"));
        assertThat(store.search("tests", 5)).hasSize(2);
        assertThat(store.search("\" OR x NEAR( *", 5)).isEmpty();
        assertUser(() -> store.search("  ", 5), "nothing to search for");
    }

    @Test
    void whatIsDeletedIsGoneFromFileAndIndex() throws IOException {
        ConversationStore store = new ConversationStore(file(), 10);
        long id = store.add(0, turn(1, "zanzibarfact", "quokkaword"));
        store.add(0, turn(2, "other", "other"));
        store.delete(id);
        assertThat(store.search("zanzibarfact", 5)).isEmpty();
        assertUser(() -> store.show(id), "no conversation " + id);
        assertUser(() -> store.delete(id), "no conversation " + id);
        assertUser(() -> store.add(id, turn(3, "x", "y")), "no conversation " + id);
        assertThat(store.deleteAll()).isEqualTo(1);
        assertThat(store.list(5)).isEmpty();
    }

    @Test
    void secretsAreNotWritten() throws IOException {
        ConversationStore store = new ConversationStore(file(), 10);
        String token = "ghp_" + "a8Kq2Zx9Lm4Tr7Vw1Bn5Yc3Pd6Hs0Jf8GtQe";
        store.add(
                0,
                turn(
                        1,
                        "Use password = hunter2secret and " + token + " at https://joe:s3cr3t@h/x",
                        "Authorization: Bearer abcdefgh12345678\n-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n"
                                + "-----END RSA PRIVATE KEY-----\nDone."));
        Turn kept = store.newest().orElseThrow().turns().getFirst();
        assertThat(kept.task() + kept.answer())
                .contains(Redaction.MARK, "Done.", "Use password")
                .doesNotContain("hunter2", token, "s3cr3t", "abcdefgh1234", "MIIabc");
        try (Stream<Path> files = Files.list(file().getParent())) {
            for (Path file : files.toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .doesNotContain("hunter2secret", token, "MIIabc");
            }
        }
    }

    @Test
    void ordinaryWordsStay() {
        assertThat(Redaction.of("Explain the token bucket.\nLine three."))
                .isEqualTo("Explain the token bucket.\nLine three.");
    }

    @Test
    void onlyTheOwnerMayRead() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        new ConversationStore(file(), 10).add(0, turn(1, "x", "y"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void theOldestGoFirstAndLongTextsAreCut() throws IOException {
        ConversationStore store = new ConversationStore(file(), 3);
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(store.add(0, turn(i, "task " + i, "x".repeat(40_000))));
        }
        assertThat(store.list(10))
                .extracting(ConversationLine::id)
                .containsExactly(ids.get(4), ids.get(3), ids.get(2));
        assertThat(store.show(ids.get(4)).turns().getFirst().answer())
                .hasSize(ConversationStore.LONGEST_TEXT + 1);
        assertThat(store.search("\"task 0\"", 5)).isEmpty();
    }

    @Test
    void manyMayWriteAtOnce() throws Exception {
        int writers = 4;
        int each = 8;
        long shared = new ConversationStore(file(), 1000).add(0, turn(0, "shared", "0"));
        try (var pool = Executors.newFixedThreadPool(writers)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int writer = w;
                work.add(
                        () -> {
                            ConversationStore store = new ConversationStore(file(), 1000);
                            for (int i = 0; i < each; i++) {
                                store.add(shared, turn(i, "w" + writer, "a" + i));
                                store.add(0, turn(i, "own", "b"));
                            }
                            return null;
                        });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
        ConversationStore store = new ConversationStore(file(), 1000);
        assertThat(store.show(shared).turns()).hasSize(1 + writers * each);
        assertThat(store.list(1000)).hasSize(1 + writers * each);
    }

    @Test
    void aDamagedFileIsSaidInALine() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(
                file(), "this is no database, and long enough to be read as one".repeat(50));
        assertUser(() -> new ConversationStore(file(), 10).list(5), "cannot be used");
    }

    private static void assertUser(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String part) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkbenchException.class, e -> assertThat(e.userMessage()).contains(part));
    }
}
