package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.Comparison;

/**
 * Whether a model's favourite token (the lowest id among equals) is the correct one, and whether the model gives it at least
 * a probability θ. As an index into {@link #NAMES}.
 */
final class State {
    static final List<String> NAMES = List.of("right_confident", "right_unsure", "wrong_confident", "wrong_unsure");
    static final int RIGHT_CONFIDENT = 0;
    static final int RIGHT_UNSURE = 1;
    static final int WRONG_CONFIDENT = 2;
    static final int WRONG_UNSURE = 3;

    private State() {}

    static int original(Comparison c, double theta) {
        return of(c.favouriteOriginal(), c.logProbOriginal(c.favouriteOriginal()), c.correct(), theta);
    }

    static int spliced(Comparison c, double theta) {
        return of(c.favouriteSpliced(), c.logProbSpliced(c.favouriteSpliced()), c.correct(), theta);
    }

    private static int of(int favourite, double logProb, int correct, double theta) {
        boolean confident = StrictMath.exp(logProb) >= theta;
        if (favourite == correct) {
            return confident ? RIGHT_CONFIDENT : RIGHT_UNSURE;
        }
        return confident ? WRONG_CONFIDENT : WRONG_UNSURE;
    }
}
