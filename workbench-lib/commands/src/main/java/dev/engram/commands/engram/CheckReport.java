package dev.engram.commands.engram;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.engram.commands.ExitStatus;
import dev.engram.engram.CheckResult;
import dev.engram.engram.CheckResult.Problem;
import java.util.List;

/**
 * What a check found, as a verdict.
 *
 * @param ok whether everything is what was written
 * @param problems one for each damaged or missing file
 * @param filesChecked files that were read
 * @param bytesChecked bytes that were read
 * @param millis time taken, milliseconds
 */
public record CheckReport(
        boolean ok, List<Problem> problems, long filesChecked, long bytesChecked, long millis)
        implements ExitStatus {

    static CheckReport of(CheckResult result) {
        return new CheckReport(
                result.ok(),
                result.problems(),
                result.filesChecked(),
                result.bytesChecked(),
                result.millis());
    }

    @Override
    @JsonIgnore
    public int exitCode() {
        return ok ? 0 : 1;
    }

    @Override
    public String toString() {
        return new CheckResult(ok, problems, filesChecked, bytesChecked, millis).toString();
    }
}
