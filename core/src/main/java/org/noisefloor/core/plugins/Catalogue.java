package org.noisefloor.core.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Sha256;

/** Everything that was found in {@code plugins/}, usable or not. Immutable. */
public final class Catalogue {
    private final Path folder;
    private final List<ProviderEntry> found;

    private Catalogue(Path folder, List<ProviderEntry> found) {
        this.folder = folder;
        this.found = List.copyOf(found);
    }

    /**
     * Reads the plugins folder and adds the host's own providers.
     *
     * @param builtIn the corpus readers of {@code core.corpus}
     */
    public static Catalogue load(Path folder, List<Provider<?>> builtIn) {
        List<ProviderEntry> found =
                new ArrayList<>(builtIn.stream().map(ProviderEntry::builtIn).toList());
        try (Installation installation = new Installation(folder)) {
            found.addAll(installation.load());
        }
        return new Catalogue(folder, withoutClashes(found));
    }

    /** An id of a kind belongs to one plugin. There are no ranks: two that claim it both lose it, and each names the other. */
    @SuppressWarnings("ReferenceEquality") // two equal findings are a clash, one finding is none
    private static List<ProviderEntry> withoutClashes(List<ProviderEntry> found) {
        return found.stream()
                .map(each -> {
                    List<ProviderEntry> others = found.stream()
                            .filter(other -> other != each
                                    && each.provider().isPresent()
                                    && other.provider().isPresent()
                                    && other.kind().equals(each.kind())
                                    && other.entry().id().equals(each.entry().id()))
                            .toList();
                    return others.isEmpty() ? each : each.clashing(others);
                })
                .toList();
    }

    /** One line of {@code plugins list} each: every provider, and every plugin that could not be used. */
    public List<Entry> entries() {
        return found.stream().map(ProviderEntry::entry).toList();
    }

    /**
     * The provider of a kind with an id, guarded so that each call runs with its plugin's context class loader.
     *
     * @param kind one of the six provider interfaces
     * @param place where the id stands in the config, for the message
     * @throws UserError if there is none, with the nearest id and, for an id that a shipped plugin provides, the plugin that is
     *     missing; or if it is there but broken, why
     */
    public <P extends Provider<?>> P find(Class<P> kind, String id, String place) {
        return usable(kind)
                .filter(each -> each.entry().id().equals(id))
                .map(each -> kind.cast(each.provider().orElseThrow()))
                .findFirst()
                .orElseThrow(() -> notFound(Kind.of(kind), id, place));
    }

    private UserError notFound(Kind kind, String id, String place) {
        String where = place.isEmpty() ? "" : place + ": ";
        Optional<Entry> broken = found.stream()
                .filter(each -> each.is(kind))
                .map(ProviderEntry::entry)
                .filter(entry -> entry.id().equals(id))
                .findFirst();
        if (broken.isPresent()) {
            return new UserError(where + "the " + kind.words() + " '" + id + "' of "
                    + broken.get().file() + " cannot be used: " + broken.get().state());
        }
        List<String> valid =
                usable(kind.service()).map(each -> each.entry().id()).toList();
        return new UserError(where
                + UserError.unknownText(kind.words(), id, valid)
                + Shipped.pluginOf(kind, id).map(this::missing).orElseGet(this::unusable));
    }

    /** Why a plugin of the project does not provide what it should: it is not there, or it is broken. */
    private String missing(String plugin) {
        return found.stream()
                .map(ProviderEntry::entry)
                .filter(entry -> !entry.ok() && entry.plugin().equals(plugin))
                .findFirst()
                .map(entry -> "; the plugin '" + plugin + "' would provide it, but " + entry.file()
                        + " cannot be used: " + entry.state())
                .orElse("; the plugin '" + plugin + "' would provide it, but it is missing from " + folder);
    }

    private String unusable() {
        if (!Files.isDirectory(folder)) {
            return "; there is no plugins folder " + folder;
        }
        long broken = found.stream().filter(each -> !each.entry().ok()).count();
        return broken == 0 ? "" : "; " + broken + " not usable, see 'noisefloor plugins list'";
    }

    /** What the list says of a provider that this catalogue gave. */
    public Entry entry(Provider<?> provider) {
        return of(provider)
                .map(ProviderEntry::entry)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(provider.id() + " is not of this catalogue"));
    }

    /** By identity: two kinds may have the same id, and a provider of a plugin is a proxy. */
    private Stream<ProviderEntry> of(Provider<?> provider) {
        return found.stream()
                .filter(each -> each.provider().isPresent() && each.provider().get() == provider);
    }

    /** All usable providers of all kinds. */
    public List<Provider<?>> providers() {
        return found.stream()
                .<Provider<?>>flatMap(each -> each.provider().stream())
                .toList();
    }

    /** All usable providers of a kind, by id. */
    public <P extends Provider<?>> List<P> all(Class<P> kind) {
        return usable(kind)
                .map(each -> kind.cast(each.provider().orElseThrow()))
                .toList();
    }

    private Stream<ProviderEntry> usable(Class<?> kind) {
        Kind wanted = Kind.of(kind);
        return found.stream()
                .filter(each -> each.provider().isPresent() && each.is(wanted))
                .sorted(Comparator.comparing(each -> each.entry().id()));
    }

    /** Says that there is no plugins folder, if there is none. */
    public Optional<String> missingFolder() {
        return Files.isDirectory(folder)
                ? Optional.empty()
                : Optional.of("there is no plugins folder " + folder + ", so only what is built in can be used");
    }

    /**
     * What a user should know who did not ask for the list, a sentence each: that there is no plugins folder, and which plugins
     * in it cannot be used.
     */
    public List<String> warnings() {
        if (missingFolder().isPresent()) {
            return missingFolder().stream().toList();
        }
        Map<String, List<Entry>> broken = entries().stream()
                .filter(entry -> !entry.ok() && !entry.file().equals(ProviderEntry.BUILT_IN))
                .collect(Collectors.groupingBy(Entry::file, LinkedHashMap::new, Collectors.toList()));
        return broken.entrySet().stream()
                .map(of -> "the plugin " + of.getKey() + " cannot be used: "
                        + of.getValue().get(0).state()
                        + (of.getValue().size() == 1
                                ? ""
                                : " (and " + (of.getValue().size() - 1) + " more, see 'noisefloor plugins list')"))
                .toList();
    }

    /**
     * How often plugins were called so far, but for scorers, classifiers and formulas, which are called at every position or resample: a few
     * times for each draw and batch, however many tokens it has.
     */
    public long calls() {
        return found.stream()
                .flatMap(each -> each.plugin().stream())
                .distinct()
                .mapToLong(plugin -> plugin.calls().sum())
                .sum();
    }

    /** SHA-256 of the jar or jars that a provider came from, by file name; empty for a built-in one. */
    public Map<String, String> digests(Provider<?> provider) {
        return new TreeMap<>(Sha256.byName(of(provider)
                .flatMap(each -> each.plugin().stream())
                .flatMap(plugin -> plugin.jars().stream())
                .toList()));
    }

    /**
     * @param plugin the plugin's id from its manifest
     * @param id the provider's id, empty for a plugin without a usable provider
     * @param kind {@code backend}, {@code intervention}, {@code metric}, {@code stratifier}, {@code corpus} or {@code report};
     *     empty for a plugin that was refused as a whole
     * @param version the plugin's version
     * @param file the jar, relative to the plugins folder; {@code (built in)} for the host's own
     * @param state {@code ok}, or what is wrong in one sentence
     * @param summary the provider's line about itself
     */
    public record Entry(
            String plugin, String id, String kind, String version, String file, String state, String summary) {
        static final String OK = "ok";

        /** Whether it can be used. */
        public boolean ok() {
            return state.equals(OK);
        }
    }
}
