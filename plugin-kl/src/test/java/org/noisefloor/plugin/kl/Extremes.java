package org.noisefloor.plugin.kl;

import java.util.Random;

/** Pairs of logits of every size that a model may give, up to ±5,000: tiny and large gaps beside each other, and −∞. */
final class Extremes {
    static final float LARGEST = 5_000;

    private static final float NONE = Float.NEGATIVE_INFINITY;
    private static final double[] SCALES = {0.01, 1, 8, 40, 300, 5_000};
    private static final double[] CHANGES = {1e-6, 1e-3, 0.3, 5, 60, 1_000, 10_000};

    private Extremes() {}

    /** [original, spliced]. */
    static float[][] pair(int vocabulary, boolean forbids, Random random) {
        float[] original = logits(vocabulary, random);
        float[] spliced = changed(original, random);
        if (forbids && random.nextInt(3) == 0) {
            forbid(original, spliced, random);
        }
        return new float[][] {original, spliced};
    }

    private static float[] logits(int vocabulary, Random random) {
        float[] logits = new float[vocabulary];
        double scale = oneOf(SCALES, random);
        boolean mixed = random.nextBoolean();
        double centre = random.nextInt(3) == 0 ? oneOf(SCALES, random) : 0;
        for (int v = 0; v < vocabulary; v++) {
            double size = mixed ? oneOf(SCALES, random) : scale;
            logits[v] = within(centre + size * random.nextGaussian());
        }
        return logits;
    }

    private static float[] changed(float[] original, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> logits(original.length, random);
            case 1 -> original.clone();
            case 2 -> someChanged(original, 1, random);
            case 3 -> someChanged(original, 1 + random.nextInt(original.length), random);
            case 4 -> belowChanged(original, random);
            default -> allChanged(original, random);
        };
    }

    private static float[] allChanged(float[] original, Random random) {
        float[] changed = original.clone();
        double change = oneOf(CHANGES, random);
        double shift = random.nextBoolean() ? oneOf(CHANGES, random) : 0;
        for (int v = 0; v < changed.length; v++) {
            changed[v] = within(changed[v] + shift + change * random.nextGaussian());
        }
        return changed;
    }

    private static float[] someChanged(float[] original, int count, Random random) {
        float[] changed = original.clone();
        for (int i = 0; i < count; i++) {
            int v = random.nextInt(changed.length);
            changed[v] = random.nextInt(4) == 0
                    ? Math.nextUp(changed[v])
                    : within(changed[v] + oneOf(CHANGES, random) * random.nextGaussian());
        }
        return changed;
    }

    /** All but the favourite. */
    private static float[] belowChanged(float[] original, Random random) {
        float[] changed = allChanged(original, random);
        int favourite = Logits.favourite(original);
        changed[favourite] = original[favourite];
        return changed;
    }

    /** Some tokens on one side or on both; each side keeps a token. */
    private static void forbid(float[] original, float[] spliced, Random random) {
        int count = 1 + random.nextInt(original.length);
        int side = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int v = random.nextInt(original.length);
            int of = side == 3 ? random.nextInt(3) : side;
            original[v] = of == 1 ? original[v] : NONE;
            spliced[v] = of == 0 ? spliced[v] : NONE;
        }
        keepOne(original, random);
        keepOne(spliced, random);
    }

    private static void keepOne(float[] logits, Random random) {
        if (logits[Logits.favourite(logits)] == NONE) {
            logits[random.nextInt(logits.length)] = 1;
        }
    }

    private static double oneOf(double[] values, Random random) {
        return values[random.nextInt(values.length)];
    }

    private static float within(double logit) {
        return (float) Math.max(-LARGEST, Math.min(LARGEST, logit));
    }
}
