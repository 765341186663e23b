package org.noisefloor.core.plugins;

import java.util.Optional;
import org.noisefloor.api.Provider;

/**
 * What became of one thing that the plugins folder, or the host itself, should provide.
 *
 * @param plugin where it comes from; empty for the host's own
 * @param kind empty for a plugin that was refused as a whole
 * @param provider empty if it cannot be used
 */
record ProviderEntry(Optional<Plugin> plugin, Optional<Kind> kind, Catalogue.Entry entry, Optional<Provided> provider) {
    static final String BUILT_IN = "(built in)";

    static ProviderEntry usable(Plugin plugin, Kind kind, String id, String summary, Provided provided) {
        return new ProviderEntry(
                Optional.of(plugin),
                Optional.of(kind),
                new Catalogue.Entry(
                        plugin.id(), id, kind.label(), plugin.version(), plugin.file(), Catalogue.Entry.OK, summary),
                Optional.of(provided));
    }

    static ProviderEntry broken(Plugin plugin, Kind kind, String id, String why) {
        return new ProviderEntry(
                Optional.of(plugin),
                Optional.of(kind),
                new Catalogue.Entry(plugin.id(), id, kind.label(), plugin.version(), plugin.file(), why, ""),
                Optional.empty());
    }

    /** A plugin of which nothing can be used. */
    static ProviderEntry refused(String plugin, String version, String file, String why) {
        return new ProviderEntry(
                Optional.empty(),
                Optional.empty(),
                new Catalogue.Entry(plugin, "", "", version, file, why, ""),
                Optional.empty());
    }

    static ProviderEntry builtIn(Provider<?> provider) {
        Kind kind = Kind.of(provider);
        return new ProviderEntry(
                Optional.empty(),
                Optional.of(kind),
                new Catalogue.Entry(
                        "core",
                        provider.id(),
                        kind.label(),
                        Host.version(),
                        BUILT_IN,
                        Catalogue.Entry.OK,
                        provider.summary()),
                Optional.of(Provided.made(provider)));
    }

    /** The same, out of use. */
    ProviderEntry unused(String why) {
        Catalogue.Entry e = entry;
        return new ProviderEntry(
                plugin,
                kind,
                new Catalogue.Entry(e.plugin(), e.id(), e.kind(), e.version(), e.file(), why, e.summary()),
                Optional.empty());
    }

    /** The provider; what keeps it from being used, if something does. */
    Provider<?> orRefused() throws Refused {
        if (provider.isEmpty()) {
            throw new Refused(entry.state());
        }
        return provider.get().get();
    }

    boolean is(Kind other) {
        return kind.isPresent() && kind.get() == other;
    }
}
