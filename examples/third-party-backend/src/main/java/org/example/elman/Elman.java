package org.example.elman;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Scanner;
import org.noisefloor.api.UserError;

/**
 * A recurrent network of one layer: h_t = tanh(E[x_t] + R h_{t−1}), h_{−1} = 0, logits = U h_t. In float32. Source: Elman 1990, "Finding
 * structure in time".
 *
 * <p>Its file is text: the words {@code elman VOCABULARY WIDTH}, then E [vocabulary, width], R [width, width] and U [vocabulary, width],
 * row by row.
 */
final class Elman {
    final int vocabulary;
    final int width;
    final String digest;
    private final float[] embedding;
    private final float[] recurrence;
    private final float[] unembedding;

    private Elman(Path file, Scanner words, String digest) {
        if (!words.hasNext() || !words.next().equals("elman")) {
            throw new UserError(file + " does not begin with 'elman'; expected elman VOCABULARY WIDTH, then the weights");
        }
        this.digest = digest;
        this.vocabulary = (int) number(file, words, "the vocabulary");
        this.width = (int) number(file, words, "the width");
        if (vocabulary < 1 || width < 1 || (long) vocabulary * width > 10_000_000) {
            throw new UserError(file + ": a vocabulary of " + vocabulary + " and a width of " + width
                    + " are none; expected both to be at least 1, and their product at most 10000000");
        }
        this.embedding = numbers(file, words, "embedding", vocabulary * width);
        this.recurrence = numbers(file, words, "recurrence", width * width);
        this.unembedding = numbers(file, words, "unembedding", vocabulary * width);
        if (words.hasNext()) {
            throw new UserError(file + ": '" + words.next() + "' stands behind the last weight");
        }
    }

    static Elman read(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            return new Elman(file, new Scanner(new String(bytes, StandardCharsets.UTF_8)), digest);
        } catch (IOException unreadable) {
            throw new UserError(file + " cannot be read (" + unreadable.getMessage() + ")", unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static float[] numbers(Path file, Scanner words, String what, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = number(file, words, "number " + (i + 1) + " of the " + count + " of its " + what);
        }
        return numbers;
    }

    private static float number(Path file, Scanner words, String what) {
        String found = words.hasNext() ? words.next() : "the end of the file";
        try {
            float number = Float.parseFloat(found);
            if (Float.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException none) {
            // told below
        }
        throw new UserError(file + ": expected " + what + ", found '" + found + "'");
    }

    /** E[x], [tokens, width]. */
    float[] embed(int[] tokens) {
        float[] embedded = new float[tokens.length * width];
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row] < 0 || tokens[row] >= vocabulary) {
                throw new UserError("token " + tokens[row] + " is none of the model's, which are 0 to " + (vocabulary - 1));
            }
            System.arraycopy(embedding, tokens[row] * width, embedded, row * width, width);
        }
        return embedded;
    }

    /** h, [rows, width], of sequences of a length that stand one behind the other. */
    float[] states(float[] embedded, int length) {
        float[] states = new float[embedded.length];
        for (int i = 0; i < states.length; i++) {
            int row = i / width;
            float sum = embedded[i];
            if (row % length > 0) {
                for (int w = 0; w < width; w++) {
                    sum += recurrence[i % width * width + w] * states[(row - 1) * width + w];
                }
            }
            states[i] = (float) Math.tanh(sum);
        }
        return states;
    }

    /** U h, [rows, vocabulary]. */
    float[] logits(float[] states) {
        float[] logits = new float[states.length / width * vocabulary];
        for (int i = 0; i < logits.length; i++) {
            for (int w = 0; w < width; w++) {
                logits[i] += unembedding[i % vocabulary * width + w] * states[i / vocabulary * width + w];
            }
        }
        return logits;
    }
}
