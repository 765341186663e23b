package org.noisefloor.plugin.kl;

import java.util.Random;

/** Logits for tests. */
public final class Logits {
    private Logits() {}

    public static int favourite(float[] logits) {
        int best = 0;
        for (int v = 1; v < logits.length; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    public static float[] random(int vocabulary, Random random) {
        return changed(new float[vocabulary], 0, 3, random);
    }

    /** The same logits plus a constant plus noise. */
    public static float[] changed(float[] logits, double shift, double noise, Random random) {
        float[] changed = logits.clone();
        for (int v = 0; v < changed.length; v++) {
            changed[v] = (float) (changed[v] + shift + noise * random.nextGaussian());
        }
        return changed;
    }
}
