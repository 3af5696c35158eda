package dev.engram.ensemble.history;

/**
 * A conversation in a list.
 *
 * @param id its number
 * @param last when it last went on, ISO 8601 in UTC
 * @param turns how many questions
 * @param title the beginning of its first question
 * @param match the words around what was searched for; empty where nothing was
 */
public record ConversationLine(long id, String last, int turns, String title, String match) {

    @Override
    public String toString() {
        return "%6d  %s  %3d turn%s  %s%s"
                .formatted(
                        id,
                        last,
                        turns,
                        turns == 1 ? " " : "s",
                        title,
                        match.isEmpty() ? "" : "  … " + match);
    }
}
