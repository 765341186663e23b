package org.noisefloor.testkit.metric;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.noisefloor.api.Comparison;

/**
 * Seeded positions of every size of change for the contracts, with activations whose batch has the mean 0.
 *
 * <p>Logits are multiples of 2⁻¹⁰ below 64, so that {@link #shifted} adds its constant without rounding.
 */
final class SamplePositions {
    private static final int[] VOCABULARIES = {2, 7, 300, 2_051};
    private static final double[] CHANGES = {0.002, 0.1, 2, 12};
    private static final float GRID = 1024;
    private static final float SHIFT = 32;

    private SamplePositions() {}

    /** Pairs of distributions that differ, at many sizes of vocabulary and of change. */
    static Stream<Comparison> changed(int width) {
        Random random = new Random(20);
        return Arrays.stream(VOCABULARIES)
                .boxed()
                .flatMap(vocabulary ->
                        Arrays.stream(CHANGES).mapToObj(change -> changed(vocabulary, change, width, random)));
    }

    /** Pairs of equal logits and equal activations. */
    static Stream<Comparison> unchanged(int width) {
        return changed(width)
                .map(c -> Comparisons.of(
                        c.original(),
                        c.original().clone(),
                        c.vocabulary(),
                        c.correct(),
                        c.position(),
                        c.activation(),
                        c.activation().clone(),
                        c.batchMean()));
    }

    /** Pairs in which tokens are forbidden on one side or on both. */
    static Stream<Comparison> withForbiddenTokens(int width) {
        float none = Float.NEGATIVE_INFINITY;
        float[] all = {1, 0.5f, 0.25f, -2};
        float[] some = {0.25f, 0.75f, none, -1};
        float[] others = {1, none, 0.5f, none};
        float[] activation = new float[width];
        Arrays.fill(activation, 1);
        return Stream.of(
                        new float[][] {all, some},
                        new float[][] {some, all},
                        new float[][] {some, some},
                        new float[][] {some, others})
                .flatMap(pair -> Stream.of(0, 2, 3)
                        .map(correct -> Comparisons.of(
                                pair[0],
                                pair[1].clone(),
                                4,
                                correct,
                                1,
                                activation,
                                activation.clone(),
                                new double[width])));
    }

    /** The same position with a constant added to the logits of one side or both. */
    static Comparison shifted(Comparison c, boolean original, boolean spliced) {
        return Comparisons.of(
                original ? plus(c.original(), SHIFT) : c.original(),
                spliced ? plus(c.spliced(), -SHIFT) : c.spliced(),
                c.vocabulary(),
                c.correct(),
                c.position(),
                c.activation(),
                c.replacement(),
                c.batchMean());
    }

    /** The same position as the last of its sequence. */
    static Comparison withoutCorrectToken(Comparison c) {
        return Comparisons.of(
                c.original(),
                c.spliced(),
                c.vocabulary(),
                -1,
                c.position(),
                c.activation(),
                c.replacement(),
                c.batchMean());
    }

    /** The same position in longer arrays, filled up with a value that would show. */
    static Comparison padded(Comparison c, float with) {
        return Comparisons.of(
                longer(c.original(), with),
                longer(c.spliced(), with),
                c.vocabulary(),
                c.correct(),
                c.position(),
                c.activation(),
                c.replacement(),
                c.batchMean());
    }

    private static Comparison changed(int vocabulary, double change, int width, Random random) {
        float[] original = gaussians(new float[vocabulary], 3, random);
        float[] spliced = gaussians(original.clone(), change, random);
        float[] activation = gaussians(new float[width], 1, random);
        return Comparisons.of(
                original,
                spliced,
                vocabulary,
                random.nextInt(vocabulary),
                random.nextInt(200),
                activation,
                gaussians(activation.clone(), change, random),
                new double[width]);
    }

    private static float[] gaussians(float[] around, double deviation, Random random) {
        for (int i = 0; i < around.length; i++) {
            double value = around[i] + deviation * random.nextGaussian();
            around[i] = Math.round(Math.max(-63, Math.min(63, value)) * GRID) / GRID;
        }
        return around;
    }

    private static float[] plus(float[] logits, float constant) {
        float[] shifted = logits.clone();
        for (int v = 0; v < shifted.length; v++) {
            shifted[v] += constant;
        }
        return shifted;
    }

    private static float[] longer(float[] logits, float with) {
        float[] padded = Arrays.copyOf(logits, logits.length + 9);
        Arrays.fill(padded, logits.length, padded.length, with);
        return padded;
    }
}
