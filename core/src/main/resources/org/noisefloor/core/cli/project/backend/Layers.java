package org.example.sample;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;
import java.util.SplittableRandom;
import org.noisefloor.api.UserError;

/**
 * What the model computes: embedding, causal layers, unembedding, each of some rows at once. A stand-in for your engine: its weights are
 * drawn from the seed that stands in the file.
 */
final class Layers {
    final int vocabulary;
    final int width;
    final int count;
    final String digest;
    private final float[] embedding;

    private Layers(int vocabulary, int width, int count, long seed, String digest) {
        this.vocabulary = vocabulary;
        this.width = width;
        this.count = count;
        this.digest = digest;
        SplittableRandom random = new SplittableRandom(seed);
        this.embedding = new float[vocabulary * width];
        for (int i = 0; i < embedding.length; i++) {
            embedding[i] = (float) (2 * random.nextDouble() - 1);
        }
    }

    /** Reads the file: properties {@code vocabulary}, {@code width}, {@code layers} and {@code seed}. */
    static Layers read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            Properties properties = new Properties();
            properties.load(new StringReader(new String(bytes, StandardCharsets.UTF_8)));
            return new Layers(
                    number(file, properties, "vocabulary"),
                    number(file, properties, "width"),
                    number(file, properties, "layers"),
                    number(file, properties, "seed"),
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (IOException unreadable) {
            throw new UserError(file + " cannot be read (" + unreadable.getMessage() + ")", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static int number(Path file, Properties properties, String key) {
        String value = properties.getProperty(key, "").strip();
        if (!value.matches("[1-9][0-9]{0,5}")) {
            throw new UserError(file + ": " + key + ": expected a whole number from 1 to 999999, found '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    /** The activation before the first layer, [rows, width]. */
    float[] embed(int[] tokens) {
        float[] x = new float[tokens.length * width];
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row] < 0 || tokens[row] >= vocabulary) {
                throw new UserError("token " + tokens[row] + " is none of the model's, which are 0 to " + (vocabulary - 1));
            }
            System.arraycopy(embedding, tokens[row] * width, x, row * width, width);
        }
        return x;
    }

    /** Half of each row and the mean of its sequence's rows up to it. */
    float[] layer(float[] x, int length) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int position = i / width % length;
            float sum = 0;
            for (int back = 0; back <= position; back++) {
                sum += x[i - back * width];
            }
            y[i] = 0.5f * x[i] + sum / (position + 1);
        }
        return y;
    }

    /** The logits, [rows, vocabulary]. */
    float[] unembed(float[] x) {
        int rows = x.length / width;
        float[] logits = new float[rows * vocabulary];
        for (int i = 0; i < logits.length; i++) {
            for (int w = 0; w < width; w++) {
                logits[i] += x[i / vocabulary * width + w] * embedding[i % vocabulary * width + w];
            }
        }
        return logits;
    }
}
