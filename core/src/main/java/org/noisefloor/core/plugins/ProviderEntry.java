package org.noisefloor.core.plugins;

import java.util.Optional;
import org.noisefloor.api.Provider;

/**
 * What became of one thing that the plugins folder, or the host itself, should provide.
 *
 * @param plugin where it comes from; empty for the host's own
 * @param kind empty for a plugin that was refused as a whole
 * @param provider behind its {@link PluginBoundary}; empty if it cannot be used
 */
record ProviderEntry(
        Optional<Plugin> plugin, Optional<Kind> kind, Catalogue.Entry entry, Optional<Provider<?>> provider) {
    static final String BUILT_IN = "(built in)";

    static ProviderEntry usable(Plugin plugin, Kind kind, String id, String summary, Provider<?> guarded) {
        return new ProviderEntry(
                Optional.of(plugin),
                Optional.of(kind),
                new Catalogue.Entry(
                        plugin.id(), id, kind.label(), plugin.version(), plugin.file(), Catalogue.Entry.OK, summary),
                Optional.of(guarded));
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
                Optional.of(provider));
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

    boolean is(Kind other) {
        return kind.isPresent() && kind.get() == other;
    }
}
