package dev.engram.ensemble.classify;

import dev.engram.base.WorkbenchException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Weights of a multinomial logistic regression over {@link TaskFeatures}. Its file: gzip of magic
 * {@code ETCM}, version 1, fingerprint of the features, labels, dimension, temperature, and for
 * each label the bias, the dense weights and the bucket weights as floats.
 *
 * @param fingerprint of the features it was trained on
 * @param temperature by which scores are divided before they become probabilities
 */
record TaskModel(
        String fingerprint,
        List<String> labels,
        float[] bias,
        float[][] dense,
        float[][] buckets,
        float temperature) {

    private static final int MAGIC = 0x4554434d;
    private static final int VERSION = 1;
    private static final int MOST_DIMENSIONS = 4096;

    TaskModel {
        labels = List.copyOf(labels);
    }

    static TaskModel zero(String fingerprint, List<String> labels, int dimension) {
        return new TaskModel(
                fingerprint,
                labels,
                new float[labels.size()],
                new float[labels.size()][dimension],
                new float[labels.size()][TaskFeatures.BUCKETS],
                1);
    }

    TaskModel withTemperature(float newTemperature) {
        return new TaskModel(fingerprint, labels, bias, dense, buckets, newTemperature);
    }

    double[] scores(TaskFeatures.Vector x) {
        double[] scores = new double[labels.size()];
        for (int c = 0; c < scores.length; c++) {
            double score = bias[c];
            for (int i = 0; i < x.dense().length; i++) {
                score += dense[c][i] * x.dense()[i];
            }
            double sum = 0;
            for (int bucket : x.buckets()) {
                sum += buckets[c][bucket];
            }
            scores[c] = score + sum * x.bucketValue();
        }
        return scores;
    }

    double[] probabilities(TaskFeatures.Vector x) {
        return softmax(scores(x), temperature);
    }

    static double[] softmax(double[] scores, double temperature) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : scores) {
            most = Math.max(most, score);
        }
        double sum = 0;
        double[] out = new double[scores.length];
        for (int c = 0; c < out.length; c++) {
            out[c] = StrictMath.exp((scores[c] - most) / temperature);
            sum += out[c];
        }
        for (int c = 0; c < out.length; c++) {
            out[c] /= sum;
        }
        return out;
    }

    void write(OutputStream to) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(to))) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeUTF(fingerprint);
            out.writeInt(labels.size());
            for (String label : labels) {
                out.writeUTF(label);
            }
            out.writeInt(dense[0].length);
            out.writeFloat(temperature);
            for (int c = 0; c < labels.size(); c++) {
                out.writeFloat(bias[c]);
                writeAll(out, dense[c]);
                writeAll(out, buckets[c]);
            }
        }
    }

    private static void writeAll(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    /**
     * @throws WorkbenchException DAMAGED if it is no such model, or of another version
     */
    static TaskModel read(InputStream from, String name) throws IOException {
        try (DataInputStream in = new DataInputStream(new GZIPInputStream(from))) {
            if (in.readInt() != MAGIC || in.readInt() != VERSION) {
                throw damaged(name);
            }
            String fingerprint = in.readUTF();
            int count = in.readInt();
            if (count < 2 || count > 64) {
                throw damaged(name);
            }
            String[] labels = new String[count];
            for (int c = 0; c < count; c++) {
                labels[c] = in.readUTF();
            }
            int dimension = in.readInt();
            if (dimension < 0 || dimension > MOST_DIMENSIONS) {
                throw damaged(name);
            }
            TaskModel model =
                    zero(fingerprint, List.of(labels), dimension).withTemperature(in.readFloat());
            for (int c = 0; c < count; c++) {
                model.bias[c] = in.readFloat();
                readAll(in, model.dense[c]);
                readAll(in, model.buckets[c]);
            }
            return model;
        } catch (java.io.EOFException | java.util.zip.ZipException e) {
            throw damaged(name);
        }
    }

    private static void readAll(DataInputStream in, float[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
    }

    private static WorkbenchException damaged(String name) {
        return WorkbenchException.damaged(
                name + ": no model of task types of version " + VERSION, "train it again");
    }
}
