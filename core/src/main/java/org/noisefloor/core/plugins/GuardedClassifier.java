package org.noisefloor.core.plugins;

import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Comparison;

/** A plugin's classifier. It is called at every position, so nothing here is reflective. */
record GuardedClassifier(Guard guard, Classifier target) implements Classifier, Guard.Guarded {

    @Override
    public int classify(Comparison comparison) {
        return guard.call("Classifier.classify", () -> target.classify(comparison));
    }

    @Override
    public void close() {
        guard.run("Classifier.close", target::close);
    }
}
