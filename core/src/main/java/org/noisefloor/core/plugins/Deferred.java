package org.noisefloor.core.plugins;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;

/** A plugin that was looked at before and has not changed since: its classes load when the first of its providers is wanted. */
final class Deferred {
    private final Candidate candidate;
    private final Plugin plugin;
    private final PluginIndex index;
    private final PluginIndex.Known known;
    private final Loading loading;
    private @Nullable List<ProviderEntry> loaded;

    Deferred(Candidate candidate, Plugin plugin, PluginIndex index, PluginIndex.Known known, Loading loading) {
        this.candidate = candidate;
        this.plugin = plugin;
        this.index = index;
        this.known = known;
        this.loading = loading;
    }

    /** What it provides, by the index. */
    List<ProviderEntry> entries() {
        return known.rows().stream()
                .map(row -> ProviderEntry.usable(
                        plugin, row.kind(), row.id(), row.summary(), Provided.later(() -> provider(row))))
                .toList();
    }

    private Provider<?> provider(PluginIndex.Row row) throws Refused {
        for (ProviderEntry each : loaded()) {
            if (each.is(row.kind()) && each.entry().id().equals(row.id())) {
                return each.orRefused();
            }
        }
        throw new Refused(loaded().stream()
                .map(each -> each.entry().state())
                .filter(state -> !state.equals(Catalogue.Entry.OK))
                .findFirst()
                .orElse("its jars have been replaced since this start; try once more"));
    }

    /** All at once, as if it had just been installed: whatever is broken since is found and told in the same words. */
    private synchronized List<ProviderEntry> loaded() {
        if (loaded == null) {
            loaded = loading.all(List.of(candidate), this::load, (each, why) -> List.of(refused(why)))
                    .get(0);
            if (!PluginIndex.Row.of(loaded).equals(known.rows())) {
                index.forget(known);
            }
        }
        return loaded;
    }

    private List<ProviderEntry> load(Candidate opened) {
        try (opened) {
            opened.claim();
            return PluginLoader.load(plugin);
        } catch (Refused refused) {
            return List.of(refused(String.valueOf(refused.getMessage())));
        }
    }

    private ProviderEntry refused(String why) {
        return ProviderEntry.refused(plugin.id(), plugin.version(), plugin.file(), why);
    }
}
