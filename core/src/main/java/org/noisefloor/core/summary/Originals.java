package org.noisefloor.core.summary;

import java.util.List;

/**
 * How far the originals of several runs lie apart at the same positions: the same model, computed by another engine or in another precision,
 * or another model.
 *
 * @param kl by run and run, the mean KL between their originals in nats, as the correct tokens' probabilities tell it
 */
public record Originals(double[][] kl) {
    /** Originals further apart are other models: a convention; bfloat16 was seen at a tenth of it (docs/results/numeric.md). */
    static final double ONE_MODEL = 0.01;

    /**
     * ½·mean (log p_y − log p'_y)². The expectation over y from p is KL, but for terms of third order; a text's own tokens are improbable more
     * often than the model believes, and improbable ones move most, so that this is rather too large.
     *
     * @param correct by run and sequence, the probability of the correct token at each scored position
     */
    public static Originals of(List<List<float[]>> correct) {
        double[][] kl = new double[correct.size()][correct.size()];
        for (int one = 0; one < kl.length; one++) {
            for (int other = 0; other < one; other++) {
                kl[one][other] = apart(correct.get(one), correct.get(other));
                kl[other][one] = kl[one][other];
            }
        }
        return new Originals(kl);
    }

    private static double apart(List<float[]> one, List<float[]> other) {
        double squares = 0;
        long positions = 0;
        for (int s = 0; s < one.size(); s++) {
            for (int t = 0; t < one.get(s).length; t++) {
                float p = one.get(s)[t];
                float q = other.get(s)[t];
                // below that float32 has no digits to compare
                if (p >= Float.MIN_NORMAL && q >= Float.MIN_NORMAL) {
                    double difference = StrictMath.log(p) - StrictMath.log(q);
                    squares += difference * difference;
                    positions++;
                }
            }
        }
        return positions == 0 ? 0 : squares / positions / 2;
    }

    /** Whether two runs are of one model, be it computed in two ways. */
    public boolean isOneModel(int one, int other) {
        return kl[one][other] <= ONE_MODEL;
    }

    /** What of the difference is arithmetic: all of it, or nothing between two models. */
    double arithmetic(int one, int other) {
        return isOneModel(one, other) ? kl[one][other] : 0;
    }
}
