package org.noisefloor.core.plugins;

import java.nio.FloatBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.Splice;

/** The host's splice, as a backend calls it back: what it does is the host's, and so is what it throws. */
final class HostSplice implements Splice {
    private final Splice splice;
    private @Nullable Throwable thrown;

    HostSplice(Splice splice) {
        this.splice = splice;
    }

    @Override
    public List<Site> sites() {
        return splice.sites();
    }

    @Override
    public void replace(Site site, FloatBuffer activation) {
        try {
            Guard.outside(() -> {
                splice.replace(site, activation);
                return true;
            });
        } catch (RuntimeException | Error failed) {
            thrown = failed;
            throw failed;
        }
    }

    /** Whether it was this that failed, not the backend. */
    @SuppressWarnings("ReferenceEquality") // a failure is itself
    boolean threw(Throwable what) {
        return thrown == what;
    }
}
