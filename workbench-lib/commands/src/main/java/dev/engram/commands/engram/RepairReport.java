package dev.engram.commands.engram;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.commands.ExitStatus;
import dev.engram.engram.Renamed;
import dev.engram.engram.RepairResult;
import dev.engram.engram.RepairResult.Action;
import dev.engram.engram.RepairResult.Lost;
import java.util.List;

/**
 * What a repair did, as a verdict.
 *
 * @param whole whether nothing was lost
 * @param snapshot id of the newest snapshot now
 * @param actions what was done; none if nothing was damaged
 * @param lost what could not be saved
 * @param renamed snapshots that have another id now
 * @param chunksFetched chunks that came from the source folder
 * @param bytesWritten bytes of new packs
 * @param millis time taken, milliseconds
 */
public record RepairReport(
        boolean whole,
        String snapshot,
        List<Action> actions,
        List<Lost> lost,
        List<Renamed> renamed,
        long chunksFetched,
        long bytesWritten,
        long millis)
        implements ExitStatus {

    static RepairReport of(RepairResult result) {
        return new RepairReport(
                result.isWhole(),
                result.snapshot(),
                result.actions(),
                result.lost(),
                result.renamed(),
                result.chunksFetched(),
                result.bytesWritten(),
                result.millis());
    }

    @Override
    @JsonIgnore
    public int exitCode() {
        return whole ? 0 : 1;
    }

    @Override
    public String toString() {
        return new RepairResult(
                        snapshot, actions, lost, renamed, chunksFetched, bytesWritten, millis)
                .toString();
    }
}
