package dev.engram.commands.history;

/** How many conversations were deleted. */
public record DeletedConversations(int deleted) {

    @Override
    public String toString() {
        return deleted == 1 ? "1 conversation deleted" : deleted + " conversations deleted";
    }
}
