package org.noisefloor.core.plugins;

import java.util.List;
import org.noisefloor.api.Provider;

/** A plugin for tests of other packages: what it provides stands behind the guard that real plugins have. */
public final class Behind {
    private final Plugin plugin = new Plugin("behind", "1.0", "behind.jar", List.of(), Behind.class.getClassLoader());

    /** A provider as the catalogue would give it. */
    public Provider<?> guard(Provider<?> provider) {
        Kind kind = Kind.of(provider);
        return PluginBoundary.guard(plugin, kind.words() + " '" + provider.id() + "'", kind.service(), provider);
    }

    /** How often it was called so far. */
    public long calls() {
        return plugin.calls().sum();
    }
}
