package dev.engram.engram.documents;

/** What became of reading a document. */
public sealed interface DocumentResult {

    /** It was read. */
    record Readable(DocumentText document) implements DocumentResult {}

    /**
     * It was not: damaged, protected, hostile, or without text. The file is kept, but not searched.
     *
     * @param reason why, in a few plain words: {@code "needs a password"}
     */
    record Unreadable(String reason) implements DocumentResult {

        /** The one line a user sees about it. */
        public String notice(String path) {
            return path + ": stored, but not searchable: " + reason;
        }
    }
}
