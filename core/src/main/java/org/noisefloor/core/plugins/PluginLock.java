package org.noisefloor.core.plugins;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;

/**
 * Which jars the plugins of a run must be, by their digests.
 *
 * @param file where that is written
 * @param plugins by id
 */
public record PluginLock(Path file, Map<String, Locked> plugins) {
    /** Its name in a plugins folder. */
    public static final String NAME = "plugins.lock";

    private static final String MEND =
            "get the plugin that was locked, or write the lock anew with 'noisefloor plugins lock'";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param sha256 by the jar's name */
    public record Locked(String version, Map<String, String> sha256) {}

    /** Reads one. */
    public static PluginLock read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UserError("there is no file " + file + "; 'noisefloor plugins lock --output FILE' writes one");
        }
        try {
            return new PluginLock(file, JSON.readValue(file.toFile(), new TypeReference<Map<String, Locked>>() {}));
        } catch (IOException unreadable) {
            throw new UserError(file + ": not a lock of plugins; 'noisefloor plugins lock' writes one", unreadable);
        }
    }

    /** Why a file that a config names cannot be read as one, if it cannot. */
    public static Optional<String> trouble(Path file) {
        try {
            read(file);
            return Optional.empty();
        } catch (UserError unreadable) {
            return Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /** The lock that lies in a plugins folder, if there is one. */
    public static Optional<PluginLock> in(Path folder) {
        Path file = folder.resolve(NAME);
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Locks all that is usable as it is now. */
    public static PluginLock of(Path file, Catalogue catalogue) {
        Map<String, Locked> plugins = new TreeMap<>();
        for (Catalogue.Entry entry : catalogue.entries()) {
            if (entry.ok() && !plugins.containsKey(entry.plugin())) {
                Map<String, String> digests = catalogue.digests(entry);
                if (!digests.isEmpty()) {
                    plugins.put(entry.plugin(), new Locked(entry.version(), digests));
                }
            }
        }
        return new PluginLock(file, plugins);
    }

    public void write() {
        try {
            Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(plugins) + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** In which way a provider's plugin is not what was locked, if it is not. */
    public Optional<String> problem(Provider<?> provider, Catalogue catalogue) {
        Map<String, String> digests = catalogue.digests(provider);
        String plugin = catalogue.entry(provider).plugin();
        Locked locked = plugins.get(plugin);
        if (digests.isEmpty() || (locked != null && locked.sha256().equals(digests))) {
            return Optional.empty();
        }
        if (locked == null) {
            return Optional.of("plugin '" + plugin + "' is not in " + file + "; " + MEND);
        }
        String differing = digests.entrySet().stream()
                .filter(jar -> !jar.getValue().equals(locked.sha256().get(jar.getKey())))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(() -> locked.sha256().keySet().stream()
                        .filter(jar -> !digests.containsKey(jar))
                        .findFirst()
                        .orElseThrow());
        return Optional.of("plugin '" + plugin + "' is not what " + file + " says: " + differing + " has the SHA-256 "
                + brief(digests.get(differing)) + ", expected "
                + brief(locked.sha256().get(differing)) + "; " + MEND);
    }

    private static String brief(@Nullable String digest) {
        return digest == null ? "none" : digest.substring(0, Math.min(12, digest.length())) + "…";
    }
}
