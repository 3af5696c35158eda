package dev.engram.engram.select;

import dev.engram.base.Interrupts;
import dev.engram.base.WorkbenchException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree of one git revision, read without checking it out, through the user's git. No filter,
 * hook or fetch runs, and nothing in the repository changes. Immutable; reading is thread-safe.
 */
public final class GitRevision {

    /** Receives the files of a tree one after the other. */
    @FunctionalInterface
    public interface Blobs {

        /**
         * @param content ends after {@link GitEntry#size} bytes; what is left unread is skipped
         */
        void blob(GitEntry entry, InputStream content) throws IOException;
    }

    private static final String STATE = "the engram keeps its last snapshot";

    private final Path folder;
    private final String commit;
    private final Instant time;
    private final List<GitEntry> entries;
    private final List<String> notices;

    private GitRevision(
            Path folder,
            String commit,
            Instant time,
            List<GitEntry> entries,
            List<String> notices) {
        this.folder = folder;
        this.commit = commit;
        this.time = time;
        this.entries = List.copyOf(entries);
        this.notices = List.copyOf(notices);
    }

    /**
     * Reads the names in a revision.
     *
     * @param folder in a working tree, then only what lies below it is read; or a bare repository
     * @param revision anything git takes for a commit: a branch, a tag, {@code HEAD~3}, a hash
     * @throws WorkbenchException USAGE if git knows no such commit or folder there, MISSING if
     *     there is no git, no folder or no repository
     */
    public static GitRevision open(Path folder, String revision) {
        if (!Files.isDirectory(folder)) {
            throw WorkbenchException.missing(
                    "no such folder: " + folder, "give a folder in a git repository");
        }
        String prefix = GitCommand.line(folder, "rev-parse", "--show-prefix");
        String commit;
        try {
            commit =
                    GitCommand.line(
                            folder,
                            "rev-parse",
                            "--verify",
                            "--quiet",
                            "--end-of-options",
                            revision + "^{commit}");
        } catch (WorkbenchException e) {
            throw WorkbenchException.usage(
                    "no commit '" + revision + "' in the repository of " + folder,
                    "give a branch, a tag or a hash, such as HEAD");
        }
        String seconds = GitCommand.line(folder, "show", "-s", "--format=%ct", commit);
        String tree = commit;
        if (!prefix.isEmpty()) {
            tree = commit + ":" + prefix.substring(0, prefix.length() - 1);
        }
        List<GitEntry> entries = new ArrayList<>();
        List<String> notices = new ArrayList<>();
        byte[] listing;
        try {
            listing = GitCommand.output(folder, "ls-tree", "-r", "-z", "-l", "--full-tree", tree);
        } catch (WorkbenchException e) {
            throw WorkbenchException.usage(
                    folder + " is not in revision " + revision,
                    "give a folder that the revision has, such as the repository's top");
        }
        GitListing.parse(listing, entries, notices);
        return new GitRevision(
                folder, commit, Instant.ofEpochSecond(Long.parseLong(seconds)), entries, notices);
    }

    /** The full hash of the commit. */
    public String commit() {
        return commit;
    }

    /** When it was committed; git keeps no times of single files. */
    public Instant time() {
        return time;
    }

    /** Its files, links and submodules, in git's order. */
    public List<GitEntry> entries() {
        return entries;
    }

    /** What was left out or is worth knowing, a line each: submodules, names that are unsafe. */
    public List<String> notices() {
        return notices;
    }

    /**
     * Reads contents, in the order given. Submodules have none and are passed over.
     *
     * @throws WorkbenchException DAMAGED if an object is missing, INTERRUPTED when interrupted
     */
    public void read(List<GitEntry> wanted, Blobs sink) throws IOException {
        List<GitEntry> blobs =
                wanted.stream().filter(e -> e.kind() != GitEntry.Kind.SUBMODULE).toList();
        Process git = GitCommand.start(folder, "cat-file", "--batch");
        Thread asker = Thread.ofVirtual().start(() -> ask(git, blobs));
        try (InputStream in = new BufferedInputStream(git.getInputStream(), 1 << 16)) {
            for (GitEntry entry : blobs) {
                Interrupts.check(STATE);
                String header = header(in);
                if (!header.equals(entry.object() + " blob " + entry.size())) {
                    throw WorkbenchException.damaged(
                            "git cannot read " + entry.text() + " of commit " + commit,
                            "run 'git fsck' in " + folder);
                }
                try (BlobStream content = new BlobStream(in, entry.size())) {
                    sink.blob(entry, content);
                }
                if (in.read() != '\n') {
                    throw new EOFException("git cat-file ended early");
                }
            }
        } finally {
            git.destroy();
            asker.interrupt();
        }
    }

    private static void ask(Process git, List<GitEntry> blobs) {
        try (OutputStream out = git.getOutputStream()) {
            for (GitEntry entry : blobs) {
                out.write((entry.object() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // the reader has stopped, or git has, which the reader sees too
        }
    }

    private static String header(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        while (b >= 0 && b != '\n' && line.length() < 200) {
            line.append((char) b);
            b = in.read();
        }
        return line.toString();
    }

    /** The next bytes of a stream that goes on behind them. */
    private static final class BlobStream extends InputStream {

        private final InputStream in;
        private long left;

        BlobStream(InputStream in, long size) {
            this.in = in;
            this.left = size;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left == 0) {
                return -1;
            }
            Interrupts.check(STATE);
            int count = in.read(target, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("git cat-file ended early");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            in.skipNBytes(left);
            left = 0;
        }
    }
}
