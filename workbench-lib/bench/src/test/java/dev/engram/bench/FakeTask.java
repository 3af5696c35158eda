package dev.engram.bench;

import dev.engram.base.WorkbenchException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * A task whose samples are computed from the variant: {@code value = base + repetition}, one sample
 * for each of three items. Counts its runs; fails or sleeps where the variant says so.
 */
public final class FakeTask implements Task {

    static final List<String> RUNS = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String description() {
        return "computes samples for tests";
    }

    @Override
    public Set<String> settings() {
        return Set.of("base", "side", "fail", "sleepMillis", "interrupt", "closed", "throw");
    }

    @Override
    public List<MetricSpec> metrics() {
        return List.of(MetricSpec.raw("cost", "ms", MetricSpec.Better.LOWER, "What it costs."));
    }

    @Override
    public Session open(Experiment experiment, Surroundings surroundings) {
        if (experiment.settings().containsKey("closed")) {
            throw WorkbenchException.missing("closed today", "come again");
        }
        return request -> {
            Settings settings = Settings.of(experiment, surroundings, request);
            RUNS.add(request.variant().label() + "/" + request.repetition());
            Thread.sleep(settings.integer("sleepMillis", 0, 0));
            if (settings.flag("fail")) {
                throw WorkbenchException.damaged("the fake broke", "mend it");
            }
            switch (settings.text("throw", "")) {
                case "io" -> throw new IOException();
                case "checked" -> throw new TimeoutException("");
                case "runtime" -> throw new IllegalStateException(" ");
                case "interrupted" -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("gave up waiting");
                }
                default -> {}
            }
            if (settings.flag("interrupt")) {
                Thread.currentThread().interrupt();
            }
            int base = settings.integer("base", 0, 0);
            List<Sample> samples = new ArrayList<>();
            for (int item = 1; item <= 3; item++) {
                double value = base * item + request.repetition();
                samples.add(new Sample("cost", value, "ms", "item" + item));
            }
            return new Measured(
                    samples,
                    List.of(InputHash.ofText("data", "three items", "123")),
                    Map.of("fake", "1"));
        };
    }
}
