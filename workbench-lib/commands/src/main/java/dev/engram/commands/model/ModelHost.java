package dev.engram.commands.model;

import dev.engram.commands.Services;
import dev.engram.models.Models;
import java.util.Locale;
import java.util.Map;

/** Where a local model runs. */
public enum ModelHost {
    /**
     * In the worker where one runs or the process keeps variables, as a notebook does; else in the
     * process itself, which spares a command of a few seconds the start of a second one.
     */
    AUTO,
    /** In the process that asks. */
    IN_PROCESS,
    /** In a process that all programs of the workbench home share. */
    WORKER;

    /** Overrides {@link #AUTO}. */
    public static final String VARIABLE = "WORKBENCH_MODEL_HOST";

    /** As users write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the worker is meant. */
    boolean isWorker(Services services, Models models, Map<String, String> environment) {
        return switch (this) {
            case WORKER -> true;
            case IN_PROCESS -> false;
            case AUTO -> {
                String said = environment.getOrDefault(VARIABLE, "");
                if (said.equalsIgnoreCase(WORKER.toString())) {
                    yield true;
                }
                if (said.equalsIgnoreCase(IN_PROCESS.toString())) {
                    yield false;
                }
                // In a process with variables a crash of a model is to lose none.
                yield services.keepsVariables() || models.workerRuns();
            }
        };
    }
}
