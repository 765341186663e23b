package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.Provider;

/** Everything that was found in {@code plugins/}, usable or not. Immutable. */
public final class Catalogue {
    private Catalogue() {}

    /**
     * Reads the plugins folder and adds the host's own providers.
     *
     * @param builtIn the corpus readers of {@code core.corpus}
     */
    public static Catalogue load(Path folder, List<Provider<?>> builtIn) {
        return new Catalogue();
    }

    /** One line of {@code plugins list} each: every provider, and every plugin that could not be used. */
    public List<Entry> entries() {
        return List.of();
    }

    /**
     * The provider of a kind with an id, guarded so that each call runs with its plugin's context class loader.
     *
     * @param kind one of the six provider interfaces
     * @throws org.noisefloor.api.UserError if there is none, with the nearest id and, for an id that a shipped plugin provides,
     *     the plugin that is missing; or if it is there but broken, why
     */
    public <P extends Provider<?>> P find(Class<P> kind, String id, String place) {
        return all(kind).get(0);
    }

    /** All usable providers of a kind, by id. */
    public <P extends Provider<?>> List<P> all(Class<P> kind) {
        return List.of();
    }

    /** SHA-256 of the jar or jars that a provider came from, by file name; empty for a built-in one. */
    public java.util.Map<String, String> digests(Provider<?> provider) {
        return java.util.Map.of();
    }

    /**
     * @param plugin the plugin's id from its manifest
     * @param id the provider's id, empty for a plugin without a usable provider
     * @param kind {@code backend}, {@code intervention}, {@code metric}, {@code stratifier}, {@code corpus} or {@code report}
     * @param version the plugin's version
     * @param file the jar, relative to the plugins folder; {@code (built in)} for the host's own
     * @param state {@code ok}, or what is wrong in one sentence
     * @param summary the provider's line about itself
     */
    public record Entry(
            String plugin, String id, String kind, String version, String file, String state, String summary) {}
}
