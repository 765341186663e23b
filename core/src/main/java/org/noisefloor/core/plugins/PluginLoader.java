package org.noisefloor.core.plugins;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;
import org.noisefloor.api.option.OptionRules;

/** Takes the providers out of a plugin's class loader, each one on its own: a broken one never hides a good one. */
final class PluginLoader {
    private static final Pattern VALID_ID = Pattern.compile("[a-z][a-z0-9_]*");

    static final String CREATION = "the creation of its providers";

    private final Plugin plugin;
    private final List<ProviderEntry> found = new ArrayList<>();

    private PluginLoader(Plugin plugin) {
        this.plugin = plugin;
    }

    /** Everything that a plugin provides, usable or not. The plugin's API version was checked before; one that is refused is closed. */
    static List<ProviderEntry> load(Plugin plugin) throws Refused {
        try {
            return new Guard(plugin, "").within(CREATION, () -> new PluginLoader(plugin).load());
        } catch (Refused refused) {
            try {
                plugin.close();
            } catch (IOException failed) {
                refused.addSuppressed(failed);
            }
            throw refused;
        }
    }

    private List<ProviderEntry> load() throws Refused {
        for (Kind kind : Kind.values()) {
            try {
                load(kind);
            } catch (IOException unreadable) {
                throw new Refused("its " + kind.servicesFile() + " cannot be read (" + unreadable.getMessage() + ")");
            }
        }
        nearMisses();
        if (found.isEmpty()) {
            throw new Refused(
                    "it provides nothing: no jar of it has a META-INF/services file for one of the six provider"
                            + " interfaces");
        }
        return List.copyOf(found);
    }

    /** What was meant to be found and is not looked for under its name. */
    private void nearMisses() throws Refused {
        for (Path jar : plugin.jars()) {
            try {
                ServicesFile.misnamed(jar)
                        .forEach(file -> found.add(ProviderEntry.broken(plugin, file.kind(), "", file.sentence())));
            } catch (IOException unreadable) {
                throw new Refused(jar.getFileName() + " cannot be read (" + unreadable.getMessage() + ")");
            }
        }
    }

    private void load(Kind kind) throws IOException {
        Set<String> named = new LinkedHashSet<>();
        for (Path jar : plugin.jars()) {
            ServicesFile file = ServicesFile.read(jar, kind);
            named.addAll(file.classes());
            file.malformed().forEach(sentence -> found.add(ProviderEntry.broken(plugin, kind, "", sentence)));
        }
        List<Throwable> thrown = new ArrayList<>();
        for (Provider<?> provider : drain(kind, named.size(), thrown)) {
            named.remove(provider.getClass().getName());
            found.add(checked(kind, provider));
        }
        explain(kind, named, thrown);
    }

    /**
     * Takes every provider that comes, whatever is thrown in between: {@link ServiceLoader} goes on behind an entry that failed.
     * A linkage error can come from {@code hasNext} as it is, any other failure as a {@link ServiceConfigurationError}.
     */
    private List<Provider<?>> drain(Kind kind, int named, List<Throwable> thrown) {
        List<Provider<?>> providers = new ArrayList<>();
        Iterator<? extends Provider<?>> iterator =
                ServiceLoader.load(kind.service(), plugin.loader()).iterator();
        // an entry fails at most once and so does a file; the bound is against a loader that fails for ever
        int failuresLeft = named + plugin.jars().size();
        while (failuresLeft >= 0) {
            try {
                providers.add(iterator.next());
            } catch (NoSuchElementException end) {
                break;
            } catch (ServiceConfigurationError | LinkageError failed) {
                thrown.add(failed);
                failuresLeft--;
            }
        }
        return providers;
    }

    /** Says of every class that was named and did not come, why: by its name in the error, else in the order of the errors. */
    private void explain(Kind kind, Set<String> missing, List<Throwable> thrown) {
        List<Throwable> unnamed = new ArrayList<>(thrown.stream()
                .filter(each -> !(each instanceof ServiceConfigurationError))
                .toList());
        for (String provider : missing) {
            @Nullable
            Throwable why = thrown.stream()
                    .filter(each -> String.valueOf(each.getMessage()).contains(" " + provider + " "))
                    .findFirst()
                    .orElse(null);
            if (why == null && !unnamed.isEmpty()) {
                why = unnamed.remove(0);
            }
            String failure = why == null
                    ? "class " + provider + " is named in " + kind.servicesFile() + " but was not loaded"
                    : LoadFailure.of(provider, kind, why);
            found.add(ProviderEntry.broken(
                    plugin,
                    kind,
                    "",
                    shape(provider)
                            .map(shape -> "class " + provider + " " + shape)
                            .orElse(failure)));
        }
    }

    /** What the class itself shows, which the loader's error may not say. */
    private Optional<String> shape(String provider) {
        try {
            return LoadFailure.shape(Class.forName(provider, false, plugin.loader()));
        } catch (ClassNotFoundException | LinkageError unloadable) {
            return Optional.empty();
        }
    }

    /** Asks a provider for its id, its summary and its options, which are fixed from then on. */
    private ProviderEntry checked(Kind kind, Provider<?> provider) {
        String type = "class " + provider.getClass().getName();
        String id = "";
        try {
            id = provider.id();
            if (id == null || !VALID_ID.matcher(id).matches()) {
                return ProviderEntry.broken(
                        plugin,
                        kind,
                        "",
                        type + " has the id '" + id
                                + "', but an id has lower-case letters, digits and underscores and starts with a letter");
            }
            String summary = provider.summary();
            if (summary == null || summary.isBlank() || summary.contains("\n")) {
                return ProviderEntry.broken(plugin, kind, id, type + " must say in one line what it is (summary)");
            }
            Class<?> options = provider.options();
            Optional<String> problem = options == null
                    ? Optional.of(type + " names no options record")
                    : OptionRules.problem(options, kind.service());
            return problem.isPresent()
                    ? ProviderEntry.broken(plugin, kind, id, problem.get())
                    : ProviderEntry.usable(plugin, kind, id, summary, Provided.made(guarded(kind, id, provider)));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
            return ProviderEntry.broken(plugin, kind, id == null ? "" : id, type + " " + LoadFailure.whenAsked(thrown));
        }
    }

    private Provider<?> guarded(Kind kind, String id, Provider<?> provider) {
        return PluginBoundary.guard(plugin, kind.words() + " '" + id + "'", kind.service(), provider);
    }
}
