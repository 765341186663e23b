package org.noisefloor.plugin.sae.dictionary;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.testkit.TestContext;

/** Dictionaries of a few numbers. */
final class Toy {
    private Toy() {}

    static Blas blas() {
        return Blas.open(TestContext.ofWidth(2));
    }

    static FloatBuffer matrix(float... values) {
        return Direct.floats("a matrix", values.length).put(0, values);
    }

    /** One that encodes with the identity [2, 2]. */
    static Dictionary of(Selection selection, Dictionary.Norms norms, float... decoder) {
        return new Dictionary(
                Normalization.NONE,
                new float[2],
                new float[decoder.length / 2],
                decoder.length == 4 ? matrix(1, 0, 0, 1) : null,
                matrix(decoder),
                new float[2],
                null,
                selection,
                norms);
    }

    /** A feature with its activation and its coefficient. */
    record Active(int index, double coefficient) {}

    static List<Active> active(Features features) {
        List<Active> active = new ArrayList<>();
        for (int i = 0; i < features.count(); i++) {
            active.add(new Active(features.index(i), features.coefficient(i)));
        }
        return active;
    }

    /** What a rule makes of a row and its products. */
    static Features select(Dictionary dictionary, float[] x, float... products) {
        Features features = new Features(dictionary.dSae());
        FeatureRule.of(dictionary, Ranking.of(dictionary), blas()).select(x, products.clone(), features);
        return features;
    }
}
