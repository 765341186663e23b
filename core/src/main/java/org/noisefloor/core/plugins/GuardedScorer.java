package org.noisefloor.core.plugins;

import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Scorer;

/** A plugin's scorer. It is called at every position, so nothing here is reflective. */
record GuardedScorer(Guard guard, Scorer target) implements Scorer, Guard.Guarded {

    @Override
    public void score(Comparison comparison, double[] out) {
        guard.run("Scorer.score", () -> target.score(comparison, out));
    }

    @Override
    public void close() {
        guard.run("Scorer.close", target::close);
    }
}
