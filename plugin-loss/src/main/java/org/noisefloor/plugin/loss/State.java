package org.noisefloor.plugin.loss;

import java.util.List;
import org.noisefloor.api.metric.Comparison;

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
        return of(c.top1Original(), c.logProbOriginal(c.top1Original()), c.target(), theta);
    }

    static int spliced(Comparison c, double theta) {
        return of(c.top1Spliced(), c.logProbSpliced(c.top1Spliced()), c.target(), theta);
    }

    private static int of(int top1, double logProb, int target, double theta) {
        boolean confident = StrictMath.exp(logProb) >= theta;
        if (top1 == target) {
            return confident ? RIGHT_CONFIDENT : RIGHT_UNSURE;
        }
        return confident ? WRONG_CONFIDENT : WRONG_UNSURE;
    }
}
