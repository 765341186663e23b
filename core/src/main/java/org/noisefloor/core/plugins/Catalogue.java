package org.noisefloor.core.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Sha256;

/** Everything that was found in {@code plugins/}, usable or not. Immutable. */
public final class Catalogue {
    private final List<Path> folders;
    /** As it was loaded, before ids that several plugins claim were dealt with. */
    private final List<ProviderEntry> loaded;

    private final Map<String, String> preferred;
    private final List<ProviderEntry> found;

    private Catalogue(List<Path> folders, List<ProviderEntry> loaded, Map<String, String> preferred) {
        this.folders = List.copyOf(folders);
        this.loaded = List.copyOf(loaded);
        this.preferred = Map.copyOf(preferred);
        this.found = Claims.settled(loaded, preferred);
    }

    /**
     * Reads the plugins folder and adds the host's own providers.
     *
     * @param builtIn the corpus readers of {@code core.corpus}
     */
    public static Catalogue load(Path folder, List<Provider<?>> builtIn) {
        return load(List.of(folder), builtIn);
    }

    /**
     * Reads several plugins folders.
     *
     * @param folders the installation's own first
     */
    public static Catalogue load(List<Path> folders, List<Provider<?>> builtIn) {
        return load(folders, builtIn, new Loading(Loading.PATIENCE), PluginIndex.none());
    }

    /**
     * The same, but classes of plugins that were seen before load when they are wanted.
     *
     * @param cache the folder in which it is kept what they provide
     */
    public static Catalogue load(List<Path> folders, List<Provider<?>> builtIn, Path cache) {
        return load(folders, builtIn, new Loading(Loading.PATIENCE), PluginIndex.in(cache));
    }

    static Catalogue load(List<Path> folders, List<Provider<?>> builtIn, Loading loading) {
        return load(folders, builtIn, loading, PluginIndex.none());
    }

    private static Catalogue load(List<Path> folders, List<Provider<?>> builtIn, Loading loading, PluginIndex index) {
        List<ProviderEntry> found =
                new ArrayList<>(builtIn.stream().map(ProviderEntry::builtIn).toList());
        try (Installation installation = new Installation(folders, index)) {
            found.addAll(installation.load(loading));
        }
        return new Catalogue(folders, found, Map.of());
    }

    /**
     * The same where a config says which plugin an id is taken from.
     *
     * @param plugins the id of a plugin by that of a provider, of whatever kind
     */
    public Catalogue preferring(Map<String, String> plugins) {
        return plugins.equals(preferred) ? this : new Catalogue(folders, loaded, plugins);
    }

    /** What there is to say where the host chose between plugins and no config did: that others have the id of this provider too. */
    public Optional<String> choice(Provider<?> provider) {
        return of(provider)
                .flatMap(each -> Claims.choice(each, loaded, preferred).stream())
                .findFirst();
    }

    /** The lock that lies in the installation's plugins folder, which holds for every run. */
    public Optional<PluginLock> lock() {
        return PluginLock.in(folders.get(0));
    }

    /** What kind of thing a provider provides, in words: {@code metric}, {@code corpus reader}. */
    public static String kindOf(Provider<?> provider) {
        return Kind.of(provider).words();
    }

    /** Code of a plugin that is called by reflection. */
    @FunctionalInterface
    public interface Reflection<T> {
        T run() throws ReflectiveOperationException;
    }

    /**
     * Code of a plugin that is no method of its provider, the constructor of its options above all, behind the same guard.
     *
     * @param provider of the plugin; empty for the host's own
     * @param operation what is called, for messages
     * @param passes what may come out of it as it is
     * @throws PluginDefect for all else, from a provider that this catalogue gave
     * @throws IllegalStateException for all else, from a provider that stands behind no guard
     */
    public static <T> T reflectively(
            Optional<Provider<?>> provider, String operation, Reflection<T> work, Predicate<Throwable> passes) {
        return PluginBoundary.reflectively(provider, operation, work, passes);
    }

    /** What a plugin can provide, as in the list. */
    public static List<String> kinds() {
        return Arrays.stream(Kind.values()).map(Kind::label).toList();
    }

    /** One line of {@code plugins list} each: every provider, and every plugin that could not be used. */
    public List<Entry> entries() {
        return found.stream().map(ProviderEntry::entry).toList();
    }

    /**
     * The provider of a kind with an id, guarded so that each call runs with its plugin's context class loader,
     * and what fails is told with the place.
     *
     * @param kind one of the six provider interfaces
     * @param place where the id stands in the config, for the message
     * @throws UserError if there is none, with the nearest id and, for an id that a shipped plugin provides, the plugin that is
     *     missing; or if it is there but broken, why
     */
    public <P extends Provider<?>> P find(Class<P> kind, String id, String place) {
        Optional<ProviderEntry> wanted =
                usable(kind).filter(each -> each.entry().id().equals(id)).findFirst();
        if (wanted.isEmpty()) {
            throw notFound(Kind.of(kind), id, place);
        }
        try {
            return PluginBoundary.at(place, kind, kind.cast(wanted.get().orRefused()));
        } catch (Refused refused) {
            throw unusable(Kind.of(kind), wanted.get().entry(), String.valueOf(refused.getMessage()), place);
        }
    }

    private static UserError unusable(Kind kind, Entry entry, String why, String place) {
        return new UserError((place.isEmpty() ? "" : place + ": ") + "the " + kind.words() + " '" + entry.id() + "' of "
                + entry.file() + " cannot be used: " + why);
    }

    private UserError notFound(Kind kind, String id, String place) {
        String where = place.isEmpty() ? "" : place + ": ";
        Optional<Entry> broken = found.stream()
                .filter(each -> each.is(kind))
                .map(ProviderEntry::entry)
                .filter(entry -> entry.id().equals(id))
                .findFirst();
        if (broken.isPresent()) {
            return unusable(kind, broken.get(), broken.get().state(), place);
        }
        return new UserError(where
                + UserError.unknownText(kind.words(), id, ids(kind.service()))
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
                .orElse("; the plugin '" + plugin + "' would provide it, but it is missing from " + folders.get(0));
    }

    private String unusable() {
        if (!Files.isDirectory(folders.get(0))) {
            return "; there is no plugins folder " + folders.get(0);
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
    @SuppressWarnings("ReferenceEquality") // an object is itself
    private Stream<ProviderEntry> of(Provider<?> provider) {
        Object wanted = PluginBoundary.inner(provider);
        return loaded.stream()
                .filter(each -> each.provider()
                        .flatMap(Provided::ifMade)
                        .filter(known -> PluginBoundary.inner(known) == wanted)
                        .isPresent());
    }

    /** All usable providers of all kinds. */
    public List<Provider<?>> providers() {
        return found.stream()
                .filter(each -> each.provider().isPresent())
                .<Provider<?>>flatMap(Catalogue::made)
                .toList();
    }

    /** All usable providers of a kind, by id. */
    public <P extends Provider<?>> List<P> all(Class<P> kind) {
        return usable(kind).flatMap(Catalogue::made).map(kind::cast).toList();
    }

    /** Their ids, for which none of them has to be made. */
    public List<String> ids(Class<?> kind) {
        return usable(kind).map(each -> each.entry().id()).toList();
    }

    /** The provider that a line of the list stands for, if it can be used. */
    public Optional<Provider<?>> provider(Entry entry) {
        return found.stream()
                .filter(each -> each.entry().equals(entry))
                .<Provider<?>>flatMap(Catalogue::made)
                .findFirst();
    }

    /** None if it cannot be made, as if that had been known before. */
    private static Stream<Provider<?>> made(ProviderEntry entry) {
        try {
            return Stream.of(entry.orRefused());
        } catch (Refused unusable) {
            return Stream.empty();
        }
    }

    private Stream<ProviderEntry> usable(Class<?> kind) {
        Kind wanted = Kind.of(kind);
        return found.stream()
                .filter(each -> each.provider().isPresent() && each.is(wanted))
                .sorted(Comparator.comparing(each -> each.entry().id()));
    }

    /** Says that there is no plugins folder, for each that is none. */
    public List<String> missingFolders() {
        return folders.stream()
                .filter(folder -> !Files.isDirectory(folder))
                .map(folder -> "there is no plugins folder " + folder
                        + (folders.size() == 1 ? ", so only what is built in can be used" : ""))
                .toList();
    }

    /**
     * How often plugins were called so far, but for scorers, classifiers and formulas, which are called at every position or resample: a few
     * times for each draw and batch, however many tokens it has.
     */
    public long calls() {
        return loaded.stream()
                .flatMap(each -> each.plugin().stream())
                .distinct()
                .mapToLong(plugin -> plugin.calls().sum())
                .sum();
    }

    /** SHA-256 of the jar or jars that a provider came from, by file name; empty for a built-in one. */
    public Map<String, String> digests(Provider<?> provider) {
        return digests(of(provider));
    }

    /** The same for a line of the list. */
    public Map<String, String> digests(Entry entry) {
        return digests(found.stream().filter(each -> each.entry().equals(entry)).limit(1));
    }

    private static Map<String, String> digests(Stream<ProviderEntry> entry) {
        return new TreeMap<>(Sha256.byName(entry.flatMap(each -> each.plugin().stream())
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

        private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

        /** What a jar says of itself may hold anything, and a row is one line. */
        public Entry {
            plugin = inLine(plugin);
            id = inLine(id);
            version = inLine(version);
            file = inLine(file);
            state = inLine(state);
            summary = inLine(summary);
        }

        private static String inLine(String text) {
            return CONTROL.matcher(text).replaceAll("?");
        }

        /** Whether it can be used. */
        public boolean ok() {
            return state.equals(OK);
        }
    }
}
