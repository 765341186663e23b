package org.noisefloor.core.plugins;

import java.nio.FloatBuffer;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** A plugin's trace. It may be asked for its logits at every position, so nothing here is reflective. */
record GuardedTrace(Guard guard, Trace target) implements Trace, Guard.Guarded {

    @Override
    public TokenBatch batch() {
        return guard.call("Trace.batch", target::batch);
    }

    @Override
    public FloatBuffer logits() {
        return guard.call("Trace.logits", target::logits);
    }

    @Override
    public FloatBuffer activation(Site site) {
        return guard.call("Trace.activation", () -> target.activation(site));
    }
}
