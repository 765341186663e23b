package org.noisefloor.core.plugins;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.files.Folders;

/**
 * A plugin that is not installed, loaded as it would be: by itself, in the loader that it would have.
 *
 * @param entries what it provides
 * @param missing what its classes name and nobody has, a sentence each
 * @param breaches what its usable providers do that they must not, a sentence each
 */
public record Verification(List<Catalogue.Entry> entries, List<String> missing, List<String> breaches) {

    /** What is asked of each usable provider, as the plugin made it and while it can be called; gives a sentence for each finding. */
    public interface Trial {
        List<String> findings(Provider<?> provider);
    }

    /**
     * Loads a jar, or a folder of jars.
     *
     * @throws UserError if it is neither
     */
    public static Verification of(Path file) {
        return of(file, provider -> List.of());
    }

    /** The same with a trial of what it provides. */
    public static Verification of(Path file, Trial trial) {
        try {
            Path folder = Files.createTempDirectory("noisefloor-verify");
            try {
                stage(file, folder);
                return inFolder(folder, file, trial);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Of the one plugin that a folder holds, which may then be moved: nothing of it loads any more.
     *
     * @param file what it was copied from, for messages
     */
    static Verification inFolder(Path folder, Path file, Trial trial) throws IOException {
        List<ProviderEntry> found = new ArrayList<>();
        try (Installation installation = new Installation(List.of(folder), PluginIndex.none())) {
            found.addAll(Claims.settled(installation.load(new Loading(Loading.PATIENCE)), Map.of()));
        }
        if (found.isEmpty()) {
            throw new UserError(file + " is neither a jar nor a folder of jars; a plugin is one of these");
        }
        List<String> missing = found.stream()
                .flatMap(each -> each.plugin().stream())
                .distinct()
                .flatMap(plugin -> missing(plugin).stream())
                .toList();
        List<String> breaches =
                found.stream().flatMap(each -> tried(each, trial).stream()).toList();
        for (ProviderEntry each : found) {
            if (each.plugin().isPresent()) {
                each.plugin().get().close();
            }
        }
        return new Verification(found.stream().map(ProviderEntry::entry).toList(), missing, breaches);
    }

    private static List<String> tried(ProviderEntry entry, Trial trial) {
        if (entry.provider().isEmpty() || entry.plugin().isEmpty()) {
            return List.of();
        }
        Provider<?> own = (Provider<?>)
                PluginBoundary.inner(entry.provider().get().ifMade().orElseThrow());
        return Guard.inside(entry.plugin().get().loader(), () -> trial.findings(own));
    }

    private static List<String> missing(Plugin plugin) {
        List<String> missing = new ArrayList<>();
        for (Path jar : plugin.jars()) {
            try {
                List<String> providers = new ArrayList<>();
                for (Kind kind : Kind.values()) {
                    providers.addAll(ServicesFile.read(jar, kind).classes());
                }
                String address = jar.toUri().toURL().toString();
                missing.addAll(References.missing(plugin.loader(), address, providers));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return missing;
    }

    /** What is wrong, a sentence each; empty for a plugin that can be installed. */
    public List<String> findings() {
        return Stream.concat(
                        entries.stream().filter(entry -> !entry.ok()).map(Catalogue.Entry::state),
                        Stream.concat(missing.stream(), breaches.stream()))
                .distinct()
                .toList();
    }

    /**
     * Copies a plugin into a folder, under its own name.
     *
     * @throws UserError if it is not there
     */
    static Path stage(Path file, Path folder) throws IOException {
        if (!Files.exists(file)) {
            throw new UserError("there is no " + file + "; name a plugin's jar, or the folder that holds it");
        }
        Path copy = folder.resolve(Objects.requireNonNull(file.toRealPath().getFileName()));
        copy(file, copy);
        return copy;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path copy = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(each, copy);
                }
            }
        }
    }
}
