package dev.engram.commands.setup.internal;

import dev.engram.base.Progress;
import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.ProcessLock;
import dev.engram.commands.setup.SetupReport;
import dev.engram.commands.setup.internal.Stamps.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs the steps that are not done yet, one process at a time. */
public final class StepRunner {

    private final Path folder;
    private final Stamps stamps;
    private final Progress progress;
    private final Consumer<String> notices;

    public StepRunner(WorkbenchHome home, Progress progress, Consumer<String> notices) {
        this.folder = home.root().resolve("setup");
        this.stamps = new Stamps(folder);
        this.progress = progress;
        this.notices = notices;
    }

    /** Brings all steps to their end, in this order. */
    public SetupReport ensure(List<? extends SetupStep> steps)
            throws IOException, InterruptedException {
        List<SetupReport.Step> report = new ArrayList<>();
        for (SetupStep step : steps) {
            Optional<Stamp> kept = finished(step);
            report.add(kept.isPresent() ? kept(kept.get()) : runLocked(step));
        }
        return new SetupReport(report);
    }

    private Optional<Stamp> finished(SetupStep step) throws IOException {
        Optional<Stamp> stamp = stamps.read(step.name());
        return stamp.isPresent() && stamp.get().inputs().equals(step.inputs()) && step.intact()
                ? stamp
                : Optional.empty();
    }

    private static SetupReport.Step kept(Stamp stamp) {
        return new SetupReport.Step(stamp.step(), false, stamp.detail(), stamp.millis());
    }

    private SetupReport.Step runLocked(SetupStep step) throws IOException, InterruptedException {
        try (ProcessLock lock =
                ProcessLock.take(
                        folder.resolve("lock"),
                        () -> notices.accept("waiting for another set-up of this folder"))) {
            Optional<Stamp> meanwhile = finished(step);
            return meanwhile.isPresent() ? kept(meanwhile.get()) : run(step);
        }
    }

    private SetupReport.Step run(SetupStep step) throws IOException, InterruptedException {
        notices.accept(step.title() + " …");
        long begin = System.nanoTime();
        stamps.remove(step.name());
        String inputs = step.inputs();
        String detail = step.install(progress);
        long millis = (System.nanoTime() - begin) / 1_000_000;
        stamps.write(new Stamp(step.name(), inputs, detail, millis));
        notices.accept("  %s, %.1f s".formatted(detail, millis / 1000.0));
        return new SetupReport.Step(step.name(), true, detail, millis);
    }
}
