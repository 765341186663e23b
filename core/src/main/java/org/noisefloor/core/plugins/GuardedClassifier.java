package org.noisefloor.core.plugins;

import java.util.List;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Comparison;

/** A plugin's classifier. It is called at every position, so nothing here is reflective; looked at as a {@link GuardedScorer} is. */
final class GuardedClassifier implements Classifier, Guard.Guarded {
    private static final String CLASSIFY = "Classifier.classify";

    private final Guard guard;
    private final Classifier target;
    private final List<String> classes;
    private final Sampling sampling = new Sampling();

    GuardedClassifier(Guard guard, Classifier target, List<String> classes) {
        this.guard = guard;
        this.target = target;
        this.classes = classes;
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
    public int classify(Comparison comparison) {
        sampling.next();
        if (!sampling.ofInputs()) {
            return take(comparison);
        }
        Shown before = Shown.of(comparison);
        int index = take(comparison);
        int again = sampling.ofResults() ? take(comparison) : index;
        if (again != index) {
            throw guard.defect(
                    CLASSIFY,
                    "it put the same position into class " + index + " and then into class " + again
                            + "; a classifier may neither draw nor remember");
        }
        Shown.of(comparison).changed(before).ifPresent(written -> {
            throw guard.defect(
                    CLASSIFY, "it wrote to " + written + ", which it may only read; let it copy the array first");
        });
        return index;
    }

    private int take(Comparison comparison) {
        int index = ask(comparison);
        if (index < 0 || index >= classes.size()) {
            throw guard.defect(
                    CLASSIFY,
                    "it returned class " + index + ", but its classes are 0 to " + (classes.size() - 1) + " ("
                            + String.join(", ", classes) + ")");
        }
        return index;
    }

    private int ask(Comparison comparison) {
        Guard.Entered call = guard.enter(CLASSIFY);
        try {
            return target.classify(comparison);
        } catch (Throwable thrown) { // what is checked may come undeclared
            throw guard.unchecked(CLASSIFY, thrown);
        } finally {
            call.leave();
        }
    }

    @Override
    public void close() {
        guard.run("Classifier.close", target::close);
    }
}
