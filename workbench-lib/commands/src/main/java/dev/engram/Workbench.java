package dev.engram;

import dev.engram.commands.Runs;
import dev.engram.commands.Services;
import dev.engram.commands.VerbContext;
import dev.engram.commands.VerbRunner;
import dev.engram.commands.about.About;
import dev.engram.commands.about.AboutInfo;
import dev.engram.commands.bench.BenchHandle;
import dev.engram.commands.dataset.DatasetList;
import dev.engram.commands.dataset.DatasetListing;
import dev.engram.commands.dataset.DatasetLoad;
import dev.engram.commands.dataset.LoadedDataset;
import dev.engram.commands.engram.EngramHandle;
import dev.engram.commands.engram.KeyNew;
import dev.engram.commands.ensemble.AssistantHandle;
import dev.engram.commands.history.HistoryHandle;
import dev.engram.commands.model.ListModels;
import dev.engram.commands.model.LoadedModels;
import dev.engram.commands.model.ModelHandle;
import dev.engram.commands.model.ModelList;
import dev.engram.commands.model.Ps;
import dev.engram.commands.model.Pull;
import dev.engram.commands.model.RemoteAdd;
import dev.engram.commands.model.RemoteAllow;
import dev.engram.commands.model.RemoteList;
import dev.engram.commands.setup.NotebookRun;
import dev.engram.commands.setup.RunNotebook;
import dev.engram.ensemble.Answer;
import dev.engram.models.LoadOptions;
import dev.engram.models.ModelInfo;

/**
 * The workbench as plain Java calls: {@code import static dev.engram.Workbench.*;}. Each method
 * runs the verb it is marked with. Thread-safe.
 */
public final class Workbench {

    private static final Services SERVICES = new Services();

    private Workbench() {}

    /** Versions and places. */
    @Runs(About.class)
    public static AboutInfo about() {
        return VerbRunner.call(new About(), context());
    }

    /** Makes a key file, with which the first ingest encrypts an engram. */
    @Runs(KeyNew.class)
    public static KeyNew.Result newKey(String file) {
        return VerbRunner.call(new KeyNew(file), context());
    }

    /** An engram by its folder, whether it exists already or not. */
    public static EngramHandle engram(String path) {
        return new EngramHandle(path, Workbench::context);
    }

    /** The model that is taken where nobody names one; see {@code model list}. */
    public static ModelHandle model() {
        return model("default");
    }

    /** A model by id or path of a GGUF file; loaded on first use. */
    public static ModelHandle model(String idOrPath) {
        return new ModelHandle(idOrPath, LoadOptions.DEFAULT, Workbench::context);
    }

    /** The models in the models folder. */
    public static ModelList models() {
        return models(false);
    }

    /** The models in the models folder and, if wanted, those that can be fetched. */
    @Runs(ListModels.class)
    public static ModelList models(boolean all) {
        return VerbRunner.call(new ListModels(all), context());
    }

    /** The models in the memory of this process. */
    @Runs(Ps.class)
    public static LoadedModels loadedModels() {
        return VerbRunner.call(new Ps(), context());
    }

    /** Fetches a model of the catalogue. */
    @Runs(Pull.class)
    public static ModelInfo pullModel(String id) {
        return VerbRunner.call(new Pull(id), context());
    }

    /** The remote models that are configured, and the engrams they may see. */
    @Runs(RemoteList.class)
    public static RemoteList.Result remotes() {
        return VerbRunner.call(new RemoteList(), context());
    }

    /**
     * Gives a remote model a name that {@link #model(String)} takes.
     *
     * @param url address with {@code /v1}, and {@code #model} where the server has several
     * @param keyVariable environment variable that holds the key
     */
    @Runs(RemoteAdd.class)
    public static RemoteList.Line addRemote(String name, String url, String keyVariable) {
        return VerbRunner.call(new RemoteAdd(name, url, keyVariable), context());
    }

    /** Whether passages of an engram may leave for remote models; at first none may. */
    @Runs(RemoteAllow.class)
    public static RemoteAllow.Result allowRemote(String engram, boolean allowed) {
        return VerbRunner.call(new RemoteAllow(engram, allowed), context());
    }

    /** Answers a question from engrams with the default model. */
    public static Answer ask(String question, String... engrams) {
        return ensemble().ask(question, engrams);
    }

    /** Writes or changes code with context from engrams, with the default model. */
    public static Answer code(String task, String... engrams) {
        return ensemble().code(task, engrams);
    }

    /** Gathers and summarizes from engrams with the default model. */
    public static Answer research(String task, String... engrams) {
        return ensemble().research(task, engrams);
    }

    /** The assistants over the default model. */
    public static AssistantHandle ensemble() {
        return ensemble("default");
    }

    /** The assistants over a model, by id or path. */
    public static AssistantHandle ensemble(String model) {
        return new AssistantHandle(model, Workbench::context);
    }

    /** Conversations with the assistants, kept on this machine. */
    public static HistoryHandle history() {
        return new HistoryHandle(Workbench::context);
    }

    /** The data sets that experiments use. */
    @Runs(DatasetList.class)
    public static DatasetListing datasets() {
        return VerbRunner.call(new DatasetList(), context());
    }

    /** A data set on this machine, fetched where it is not there yet. */
    @Runs(DatasetLoad.class)
    public static LoadedDataset dataset(String name) {
        return VerbRunner.call(new DatasetLoad(name), context());
    }

    /** Experiments with their results in the folder {@code results}. */
    public static BenchHandle bench() {
        return bench("results");
    }

    /** Experiments with their results in the given folder. */
    public static BenchHandle bench(String results) {
        return new BenchHandle(results, Workbench::context);
    }

    /** Runs a notebook from top to bottom, headless, in a kernel of its own. */
    @Runs(RunNotebook.class)
    public static NotebookRun run(String notebook) {
        return VerbRunner.call(new RunNotebook(notebook), context());
    }

    /** The services that all calls and magics of this process share. */
    public static Services services() {
        return SERVICES;
    }

    private static VerbContext context() {
        return VerbContext.silent(SERVICES).withProgress(SERVICES.callProgress());
    }
}
