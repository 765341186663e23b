package org.noisefloor.core.plugins;

import java.nio.FloatBuffer;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** A plugin's trace. Nothing here is reflective, and each question counts as a call of the plugin. */
record GuardedTrace(Guard guard, Trace target) implements Trace, Guard.Guarded {

    @Override
    public TokenBatch batch() {
        return call("Trace.batch", target::batch);
    }

    @Override
    public FloatBuffer logits() {
        return call("Trace.logits", target::logits);
    }

    @Override
    public FloatBuffer activation(Site site) {
        return call("Trace.activation", () -> target.activation(site));
    }

    private <T> T call(String operation, Guard.Work<T, RuntimeException> work) {
        guard.plugin().calls().increment();
        return guard.call(operation, work);
    }
}
