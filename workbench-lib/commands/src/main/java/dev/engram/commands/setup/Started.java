package dev.engram.commands.setup;

/**
 * An interactive program takes over from here.
 *
 * @param program its name
 * @param hint how it is used and left
 */
public record Started(String program, String hint) {

    @Override
    public String toString() {
        return program + ": " + hint;
    }
}
