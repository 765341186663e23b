package org.noisefloor.plugin.sae.dictionary;

import org.jspecify.annotations.Nullable;
import org.noisefloor.plugin.sae.dictionary.Dictionary.Norms;

/**
 * What pre-activations are compared by.
 *
 * @param norms of the decoder's rows; null where they decide nothing
 * @param scales whether the activation is what is compared, and not the pre-activation itself
 */
record Ranking(double @Nullable [] norms, boolean scales) {

    static Ranking of(Dictionary dictionary) {
        return new Ranking(
                dictionary.norms() == Norms.UNUSED ? null : dictionary.decoderNorms(),
                dictionary.norms() == Norms.SCALE);
    }

    /** By itself. */
    static Ranking plain() {
        return new Ranking(null, false);
    }

    boolean isPlain() {
        return norms == null;
    }

    float ranked(int feature, float h) {
        return norms == null ? h : (float) (h * norms[feature]);
    }

    /** Adds a feature that was chosen. */
    void add(int feature, float h, float ranked, Features active) {
        if (norms == null || !scales) {
            active.add(feature, h, h);
        } else {
            active.add(feature, ranked, ranked / norms[feature]);
        }
    }
}
