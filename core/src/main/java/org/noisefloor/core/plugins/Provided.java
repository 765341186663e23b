package org.noisefloor.core.plugins;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;

/** A usable provider, behind its {@link PluginBoundary}: made when its plugin was looked at, or else when it is first wanted. */
final class Provided {
    private final Making making;
    private @Nullable Provider<?> made;

    /** Makes a provider of which only the words are known. */
    interface Making {
        Provider<?> make() throws Refused;
    }

    private Provided(Making making, @Nullable Provider<?> made) {
        this.making = making;
        this.made = made;
    }

    static Provided made(Provider<?> provider) {
        return new Provided(() -> provider, provider);
    }

    static Provided later(Making making) {
        return new Provided(making, null);
    }

    /** @throws Refused if it can no longer be made */
    synchronized Provider<?> get() throws Refused {
        if (made == null) {
            made = making.make();
        }
        return made;
    }

    /** The provider, if anybody wanted it so far. */
    synchronized Optional<Provider<?>> ifMade() {
        return Optional.ofNullable(made);
    }
}
