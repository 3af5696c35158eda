package dev.engram.ensemble.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.engram.base.WorkbenchException;
import dev.engram.base.WorkbenchException.Category;
import dev.engram.base.WorkbenchHome;
import dev.engram.ensemble.AskKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Every conversation of a workbench, in one SQLite file that its owner alone may read. Bounded: the
 * oldest conversations go first. Secrets are blanked before anything is written. Several threads
 * and processes may use the file at once; each object opens a connection a call.
 */
public final class ConversationStore {

    /** Most conversations kept. */
    public static final int MOST_CONVERSATIONS = 2_000;

    /** Most turns of one conversation kept. */
    public static final int MOST_TURNS = 200;

    /** Longer texts are cut, in characters. */
    public static final int LONGEST_TEXT = 32_000;

    /**
     * The form of the tables, kept as SQLite's user_version; 0 is a new file, or one of before the
     * form was kept, whose index forgets deleted words late.
     */
    static final int FORM = 1;

    private static final int WAIT_MILLIS = 10_000;
    private static final int TITLE_LENGTH = 60;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE IF NOT EXISTS conversation (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " last TEXT NOT NULL, title TEXT NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS conversation_last ON conversation (last)",
                    "CREATE TABLE IF NOT EXISTS turn (id INTEGER PRIMARY KEY AUTOINCREMENT,"
                            + " conversation INTEGER NOT NULL REFERENCES conversation (id) ON DELETE"
                            + " CASCADE, at TEXT NOT NULL, kind TEXT NOT NULL, subtask TEXT NOT NULL,"
                            + " task TEXT NOT NULL, answer TEXT NOT NULL, model TEXT NOT NULL,"
                            + " engrams TEXT NOT NULL, sources TEXT NOT NULL)",
                    "CREATE INDEX IF NOT EXISTS turn_conversation ON turn (conversation)",
                    "CREATE VIRTUAL TABLE IF NOT EXISTS turn_text USING fts5 (task, answer,"
                            + " content='turn', content_rowid='id')",
                    "CREATE TRIGGER IF NOT EXISTS turn_added AFTER INSERT ON turn BEGIN INSERT INTO"
                            + " turn_text (rowid, task, answer) VALUES (new.id, new.task,"
                            + " new.answer); END",
                    "CREATE TRIGGER IF NOT EXISTS turn_removed AFTER DELETE ON turn BEGIN INSERT INTO"
                            + " turn_text (turn_text, rowid, task, answer) VALUES ('delete', old.id,"
                            + " old.task, old.answer); END",
                    // else deleted words stay in the index until it is merged
                    "INSERT INTO turn_text (turn_text, rank) VALUES ('secure-delete', 1)");

    private final Path file;
    private final int mostConversations;

    /** The history below a workbench's home; nothing is made before the first turn is kept. */
    public ConversationStore(WorkbenchHome home) {
        this(home.root().resolve("history").resolve("conversations.db"), MOST_CONVERSATIONS);
    }

    ConversationStore(Path file, int mostConversations) {
        this.file = file;
        this.mostConversations = mostConversations;
    }

    /** Where it lies. */
    public Path file() {
        return file;
    }

    /** Work on a connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Connection connection) throws SQLException, IOException;
    }

    /**
     * Keeps a turn.
     *
     * @param conversation the conversation it goes on with; 0 begins a new one
     * @return the conversation's number
     * @throws WorkbenchException MISSING if there is no such conversation
     */
    public long add(long conversation, Turn turn) throws IOException {
        makeFile();
        Turn safe = safe(turn);
        return call(
                connection -> {
                    long id = conversation == 0 ? begin(connection, safe) : conversation;
                    if (update(
                                    connection,
                                    "UPDATE conversation SET last = ? WHERE id = ?",
                                    safe.at(),
                                    id)
                            == 0) {
                        throw missing(id);
                    }
                    update(
                            connection,
                            "INSERT INTO turn (conversation, at, kind, subtask, task, answer, model,"
                                    + " engrams, sources) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            id,
                            safe.at(),
                            safe.kind().name(),
                            safe.subtask(),
                            safe.task(),
                            safe.answer(),
                            safe.model(),
                            JSON.writeValueAsString(safe.engrams()),
                            JSON.writeValueAsString(safe.sources()));
                    update(
                            connection,
                            "DELETE FROM turn WHERE conversation = ? AND id NOT IN (SELECT id FROM turn"
                                    + " WHERE conversation = ? ORDER BY id DESC LIMIT ?)",
                            id,
                            id,
                            MOST_TURNS);
                    update(
                            connection,
                            "DELETE FROM conversation WHERE id NOT IN (SELECT id FROM conversation"
                                    + " ORDER BY last DESC, id DESC LIMIT ?)",
                            mostConversations);
                    return id;
                });
    }

    private static long begin(Connection connection, Turn turn) throws SQLException {
        String title = turn.task().lines().filter(l -> !l.isBlank()).findFirst().orElse("").strip();
        update(
                connection,
                "INSERT INTO conversation (last, title) VALUES (?, ?)",
                turn.at(),
                cut(title, TITLE_LENGTH));
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_insert_rowid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The newest conversations first. */
    public List<ConversationLine> list(int most) throws IOException {
        return lines(
                "SELECT c.id, c.last, count(t.id), c.title, '' FROM conversation c JOIN turn t ON"
                        + " t.conversation = c.id GROUP BY c.id ORDER BY c.last DESC, c.id DESC"
                        + " LIMIT ?",
                most);
    }

    /** Conversations that hold all the words, the best match first. */
    public List<ConversationLine> search(String words, int most) throws IOException {
        StringBuilder query = new StringBuilder();
        for (String word : words.strip().split("\\s+")) {
            if (!word.isBlank()) {
                query.append('"').append(word.replace("\"", "\"\"")).append("\" ");
            }
        }
        if (query.isEmpty()) {
            throw WorkbenchException.usage("nothing to search for", "give a word");
        }
        // The best turn of a conversation comes first; snippet() knows no grouping.
        Map<Long, ConversationLine> best = new LinkedHashMap<>();
        for (ConversationLine line :
                lines(
                        "SELECT c.id, c.last, (SELECT count(*) FROM turn WHERE conversation = c.id),"
                                + " c.title, snippet(turn_text, -1, '', '', '…', 12) FROM turn_text"
                                + " JOIN turn t ON t.id = turn_text.rowid JOIN conversation c ON c.id"
                                + " = t.conversation WHERE turn_text MATCH ? ORDER BY rank LIMIT"
                                + " 1000",
                        query.toString().strip())) {
            best.putIfAbsent(line.id(), line);
        }
        return best.values().stream().limit(most).toList();
    }

    /**
     * One conversation.
     *
     * @throws WorkbenchException MISSING if there is none of that number
     */
    public Conversation show(long id) throws IOException {
        return readable(
                        connection -> {
                            List<Turn> turns = turns(connection, id);
                            if (turns.isEmpty()) {
                                throw missing(id);
                            }
                            try (PreparedStatement statement =
                                    prepared(
                                            connection,
                                            "SELECT title FROM conversation WHERE id = ?",
                                            id)) {
                                ResultSet row = statement.executeQuery();
                                row.next();
                                return new Conversation(id, row.getString(1), turns);
                            }
                        })
                .orElseThrow(() -> missing(id));
    }

    /** The conversation that went on last; empty where there is none. */
    public Optional<Conversation> newest() throws IOException {
        List<ConversationLine> lines = list(1);
        return lines.isEmpty() ? Optional.empty() : Optional.of(show(lines.getFirst().id()));
    }

    /** Makes a conversation the newest, so that the next question can go on with it. */
    public Conversation resume(long id, String now) throws IOException {
        Conversation conversation = show(id);
        call(c -> update(c, "UPDATE conversation SET last = ? WHERE id = ?", now, id));
        return conversation;
    }

    /**
     * Deletes a conversation for good.
     *
     * @throws WorkbenchException MISSING if there is none of that number
     */
    public void delete(long id) throws IOException {
        int gone = readable(c -> update(c, "DELETE FROM conversation WHERE id = ?", id)).orElse(0);
        if (gone == 0) {
            throw missing(id);
        }
    }

    /** Deletes every conversation; returns how many. */
    public int deleteAll() throws IOException {
        return readable(c -> update(c, "DELETE FROM conversation")).orElse(0);
    }

    private List<ConversationLine> lines(String sql, Object... values) throws IOException {
        return readable(
                        connection -> {
                            List<ConversationLine> lines = new ArrayList<>();
                            try (PreparedStatement statement = prepared(connection, sql, values);
                                    ResultSet row = statement.executeQuery()) {
                                while (row.next()) {
                                    lines.add(
                                            new ConversationLine(
                                                    row.getLong(1),
                                                    row.getString(2),
                                                    row.getInt(3),
                                                    row.getString(4),
                                                    row.getString(5).replaceAll("\\s+", " ")));
                                }
                            }
                            return lines;
                        })
                .orElse(List.of());
    }

    private static List<Turn> turns(Connection connection, long id)
            throws SQLException, JsonProcessingException {
        List<Turn> turns = new ArrayList<>();
        try (PreparedStatement statement =
                        prepared(
                                connection,
                                "SELECT at, kind, subtask, task, answer, model, engrams, sources FROM"
                                        + " turn WHERE conversation = ? ORDER BY id",
                                id);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                turns.add(
                        new Turn(
                                row.getString(1),
                                kind(row.getString(2)),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                JSON.readValue(row.getString(7), TEXTS),
                                JSON.readValue(row.getString(8), TEXTS)));
            }
        }
        return turns;
    }

    private static AskKind kind(String name) throws SQLException {
        try {
            return AskKind.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new SQLException("a turn of an unknown assistant '" + name + "'", e);
        }
    }

    private static Turn safe(Turn turn) {
        return new Turn(
                turn.at(),
                turn.kind(),
                turn.subtask(),
                cut(Redaction.of(turn.task()), LONGEST_TEXT),
                cut(Redaction.of(turn.answer()), LONGEST_TEXT),
                turn.model(),
                turn.engrams(),
                turn.sources());
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(most - 1));
        return text.substring(0, pair ? most - 1 : most).stripTrailing() + "…";
    }

    private static int update(Connection connection, String sql, Object... values)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Makes folder and file so that nobody else can read them, before SQLite writes to it. */
    private void makeFile() throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(folder);
        if (posix) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        try {
            if (posix) {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(file);
            }
        } catch (FileAlreadyExistsException e) {
            // Another process was first.
        }
    }

    /** Reads, or nothing where no history was ever kept. */
    private <T> Optional<T> readable(Work<T> work) throws IOException {
        return Files.exists(file) ? Optional.of(call(work)) : Optional.empty();
    }

    private <T> T call(Work<T> work) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setBusyTimeout(WAIT_MILLIS);
        config.enforceForeignKeys(true);
        // A writer that starts as a reader could not wait for another writer.
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // What is deleted is overwritten, in the table and in the index.
                statement.execute("PRAGMA secure_delete = ON");
                prepare(statement);
            }
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException | JsonProcessingException e) {
            throw new WorkbenchException(
                    Category.DAMAGED,
                    "the history of conversations " + file + " cannot be used: " + e.getMessage(),
                    "move the file away to begin a new one, or switch it off with --no-history",
                    e);
        }
    }

    /**
     * Makes the tables; one transaction with the work, so that no other process sees half of it.
     */
    private void prepare(Statement statement) throws SQLException {
        int version;
        try (ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            row.next();
            version = row.getInt(1);
        }
        if (version > FORM) {
            throw new WorkbenchException(
                    Category.USAGE,
                    "the history of conversations "
                            + file
                            + " is of form "
                            + version
                            + ", this workbench knows "
                            + FORM,
                    "use the newer workbench, or switch the history off with --no-history",
                    null);
        }
        if (version < FORM) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            statement.execute("PRAGMA user_version = " + FORM);
        }
    }

    private static WorkbenchException missing(long id) {
        return WorkbenchException.missing("there is no conversation " + id, "see: history list");
    }
}
