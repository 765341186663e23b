package org.noisefloor.core.plugins;

import java.util.Arrays;
import java.util.Optional;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Scorer;

/**
 * A plugin's scorer. It is called at every position, so nothing here is reflective. Whatever it leaves unwritten is found at every
 * position, and a value that its figure cannot have; that it changes what it is shown, gives the same position two values, or
 * calls no change a change, at {@linkplain Sampling some}.
 */
final class GuardedScorer implements Scorer, Guard.Guarded {
    private static final String SCORE = "Scorer.score";

    /** A NaN that no arithmetic makes. */
    private static final long UNWRITTEN = 0x7ff8_0000_6e6f_6e65L;

    private final Guard guard;
    private final Scorer target;
    private final ScoredColumns columns;
    private final Sampling sampling = new Sampling();

    GuardedScorer(Guard guard, Scorer target, ScoredColumns columns) {
        this.guard = guard;
        this.target = target;
        this.columns = columns;
    }

    @Override
    public Guard guard() {
        return guard;
    }

    @Override
    public Object target() {
        return target;
    }

    @Override
    public void score(Comparison comparison, double[] out) {
        sampling.next();
        if (!sampling.ofInputs()) {
            take(comparison, out);
            return;
        }
        Shown before = Shown.of(comparison);
        take(comparison, out);
        requireUnchanged(comparison, before);
        if (sampling.ofResults()) {
            askAgain(comparison, out);
            requireUnchanged(comparison, before);
        }
    }

    private void requireUnchanged(Comparison comparison, Shown before) {
        told(Shown.of(comparison)
                .changed(before)
                .map(written -> "it wrote to " + written + ", which it may only read; let it copy the array first"));
    }

    private void take(Comparison comparison, double[] out) {
        Arrays.fill(out, Double.longBitsToDouble(UNWRITTEN));
        ask(comparison, out);
        for (int i = 0; i < out.length; i++) {
            if (Double.doubleToRawLongBits(out[i]) == UNWRITTEN) {
                throw guard.defect(
                        SCORE,
                        "it did not write " + columns.name(i) + "; all columns have to be written at every position");
            }
        }
        told(columns.outOfRange(out));
    }

    private void ask(Comparison comparison, double[] out) {
        Guard.Entered call = guard.enter(SCORE);
        try {
            target.score(comparison, out);
        } catch (Throwable thrown) { // what is checked may come undeclared
            throw guard.unchecked(SCORE, thrown);
        } finally {
            call.leave();
        }
    }

    private void askAgain(Comparison comparison, double[] out) {
        double[] again = new double[out.length];
        take(comparison, again);
        for (int i = 0; i < out.length; i++) {
            if (Double.doubleToLongBits(out[i]) != Double.doubleToLongBits(again[i])) {
                throw guard.defect(
                        SCORE,
                        "it gave " + out[i] + " and then " + again[i] + " for " + columns.name(i)
                                + " of the same position; a scorer may neither draw nor remember");
            }
        }
        take(new NothingChanged(comparison), again);
        told(columns.notNeutral(again));
    }

    private void told(Optional<String> problem) {
        problem.ifPresent(what -> {
            throw guard.defect(SCORE, what);
        });
    }

    @Override
    public void close() {
        guard.run("Scorer.close", target::close);
    }
}
