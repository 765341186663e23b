package org.noisefloor.testkit.metric;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisefloor.api.metric.Comparison;

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

    /** Many positions of long sequences. */
    static Stream<Comparison> far(int width) {
        Random random = new Random(21);
        return IntStream.range(0, 400).mapToObj(i -> {
            int position = 13 * i;
            Comparison c = changed(7, CHANGES[i % CHANGES.length], width, random);
            int[] tokens = new int[position + 2];
            Arrays.setAll(tokens, at -> at % 7);
            tokens[position + 1] = c.target();
            return Comparisons.like(c).position(position).tokens(tokens).build();
        });
    }

    /** Pairs of equal logits and equal activations: the originals of {@link #changed}, in the same order. */
    static Stream<Comparison> unchanged(int width) {
        return changed(width)
                .map(c -> Comparisons.like(c)
                        .logits(c.original(), c.original().clone())
                        .activations(c.activation(), c.activation().clone())
                        .build());
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
                        .map(target -> Comparisons.with(pair[0], pair[1].clone())
                                .target(target)
                                .position(1)
                                .activations(activation, activation.clone())
                                .batchMean(new double[width])
                                .build()));
    }

    /** The same position with a constant added to the logits of one side or both. */
    static Comparison shifted(Comparison c, boolean original, boolean spliced) {
        return Comparisons.like(c)
                .logits(
                        original ? plus(c.original(), SHIFT) : c.original(),
                        spliced ? plus(c.spliced(), -SHIFT) : c.spliced())
                .build();
    }

    /** The same position as the last of its sequence. */
    static Comparison withoutTarget(Comparison c) {
        int[] tokens = new int[c.position() + 1];
        Arrays.setAll(tokens, c::token);
        return Comparisons.like(c).target(-1).tokens(tokens).build();
    }

    /** The same position in longer arrays, filled up with a value that would show. */
    static Comparison padded(Comparison c, float with) {
        return Comparisons.like(c)
                .logits(longer(c.original(), with), longer(c.spliced(), with))
                .build();
    }

    private static Comparison changed(int vocabulary, double change, int width, Random random) {
        float[] original = gaussians(new float[vocabulary], 3, random);
        float[] spliced = gaussians(original.clone(), change, random);
        float[] activation = gaussians(new float[width], 1, random);
        int target = random.nextInt(vocabulary);
        return Comparisons.with(original, spliced)
                .target(target)
                .position(random.nextInt(200))
                .activations(activation, gaussians(activation.clone(), change, random))
                .batchMean(new double[width])
                .build();
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
