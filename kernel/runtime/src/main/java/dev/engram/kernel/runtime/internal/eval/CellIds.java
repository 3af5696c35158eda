package dev.engram.kernel.runtime.internal.eval;

/** Names of snippets that carry the cell and the line they come from. One thread only. */
final class CellIds {

    private int cell;
    private int line;
    private int count;

    /** The next snippets come from here. */
    void at(int newCell, int newLine) {
        cell = newCell;
        line = newLine;
    }

    String next() {
        count++;
        return cell + "." + line + "." + count;
    }

    /**
     * Where a line of a snippet is.
     *
     * @param id as {@link #next} gave it
     * @param snippetLine from 1
     * @return such as {@code Cell[3]:2}
     */
    static String place(String id, int snippetLine) {
        String[] parts = id.split("\\.", -1);
        try {
            int line = Integer.parseInt(parts[1]) + Math.max(1, snippetLine);
            return "Cell[" + Integer.parseInt(parts[0]) + "]:" + line;
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            return "Cell[?]:" + snippetLine;
        }
    }
}
