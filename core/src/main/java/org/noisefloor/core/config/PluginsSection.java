package org.noisefloor.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Text;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.PluginLock;

/**
 * What a config says of plugins themselves: the section {@value #KEY}.
 *
 * @param folders further plugins folders, absolute
 * @param prefer by the id of a provider, the plugin that it is taken from if several have it
 * @param versions by plugin, which versions will do ({@code 1.2} or {@code >=1.2})
 * @param lock where the digests of plugins are written down
 */
public record PluginsSection(
        List<Path> folders, Map<String, String> prefer, Map<String, String> versions, Optional<Path> lock) {
    static final String KEY = "plugins";
    static final String PREFER = "prefer";
    private static final List<String> KEYS = List.of("folders", PREFER, "versions", "lock");

    /** Of a config that says nothing. */
    public static final PluginsSection NONE = new PluginsSection(List.of(), Map.of(), Map.of(), Optional.empty());

    /**
     * What a config says, before any plugin is loaded. What is wrong in it is told when the whole is read.
     *
     * @param overrides as for {@link ConfigReader#read}
     */
    public static PluginsSection of(Path file, Map<String, String> overrides) {
        try {
            Mistakes mistakes = new Mistakes();
            Fields fields = Overrides.apply(YamlReader.read(file, mistakes), overrides, Map.of(), mistakes);
            return read(new Root(fields, Place.line("", 1), mistakes), file.toAbsolutePath());
        } catch (UserError toldLater) {
            return NONE;
        }
    }

    /** What the resolved config of a finished run says. */
    @SuppressWarnings("unchecked") // written by this class, see plain()
    static Map<String, String> preferences(Map<String, Object> resolved) {
        return resolved.get(KEY) instanceof Map<?, ?> section && section.get(PREFER) instanceof Map<?, ?> prefer
                ? (Map<String, String>) prefer
                : Map.of();
    }

    static PluginsSection read(Root root, Path file) {
        Optional<Fields> section = root.section(KEY);
        if (section.isEmpty()) {
            return NONE;
        }
        Fields given = section.get();
        root.unknown(given, KEYS, "key of " + KEY);
        Path base = file.resolveSibling("");
        return new PluginsSection(
                words(root, given, "folders").stream()
                        .map(folder -> base.resolve(folder).normalize())
                        .toList(),
                pairs(root, given, PREFER),
                pairs(root, given, "versions"),
                Optional.ofNullable(given.fields().get("lock"))
                        .flatMap(lock -> text(root, lock, "lock", "a path"))
                        .map(lock -> base.resolve(lock).normalize()));
    }

    private static List<String> words(Root root, Fields given, String key) {
        Field field = given.fields().get(key);
        List<String> words = new ArrayList<>();
        if (field != null && field.value() instanceof Items items) {
            for (Value each : items.values()) {
                text(root, new Field(each.place(), each), key, "a path").ifPresent(words::add);
            }
        } else if (field != null) {
            root.mistakes()
                    .add(
                            field.value().place(),
                            KEY + "." + key + ": expected a list, found "
                                    + field.value().found());
        }
        return words;
    }

    private static Optional<String> text(Root root, Field field, String key, String what) {
        if (field.value() instanceof Text text && !text.text().isBlank()) {
            return Optional.of(text.text());
        }
        root.mistakes()
                .add(
                        field.value().place(),
                        KEY + "." + key + ": expected " + what + ", found "
                                + field.value().found());
        return Optional.empty();
    }

    private static Map<String, String> pairs(Root root, Fields given, String key) {
        Map<String, String> pairs = new LinkedHashMap<>();
        root.section(given, KEY, key)
                .ifPresent(section -> section.fields()
                        .forEach((name, field) -> text(
                                        root,
                                        field,
                                        key + "." + name,
                                        key.equals(PREFER) ? "the id of a plugin" : "a version")
                                .ifPresent(value -> pairs.put(name, value))));
        return pairs;
    }

    /** Reports what the installed plugins are not. */
    void check(Root root, Catalogue catalogue) {
        folders.stream()
                .filter(folder -> !Files.isDirectory(folder))
                .forEach(folder -> root.mistakes()
                        .add(root.valuePlace(KEY, "folders"), KEY + ".folders: there is no folder " + folder));
        prefer.forEach((id, plugin) -> {
            List<String> providing = catalogue.entries().stream()
                    .filter(entry -> entry.id().equals(id))
                    .map(Catalogue.Entry::plugin)
                    .distinct()
                    .toList();
            if (!providing.contains(plugin)) {
                root.mistakes()
                        .add(
                                root.valuePlace(KEY, PREFER),
                                KEY + "." + PREFER + ": no plugin '" + plugin + "' provides '" + id
                                        + "' (plugins that do: "
                                        + (providing.isEmpty() ? "none" : String.join(", ", providing)) + ")");
            }
        });
        versions.forEach((plugin, wanted) -> VersionCondition.problem(plugin, wanted, catalogue)
                .ifPresent(problem ->
                        root.mistakes().add(root.valuePlace(KEY, "versions"), KEY + ".versions: " + problem)));
        lock.flatMap(PluginLock::trouble)
                .ifPresent(trouble -> root.mistakes().add(root.valuePlace(KEY, "lock"), KEY + ".lock: " + trouble));
    }

    /**
     * Refuses a run whose plugins are others than those that were locked, by the lock of the config or that of the installation.
     *
     * @throws UserError with each plugin's place
     */
    void requireLocked(Plan plan, Catalogue catalogue) {
        Mistakes mistakes = new Mistakes();
        Stream.concat(lock.map(PluginLock::read).stream(), catalogue.lock().stream())
                .forEach(each -> plan.chosen()
                        .forEach(chosen -> each.problem(chosen.provider(), catalogue)
                                .map(problem -> new UserError(chosen.place() + ": " + problem))
                                .ifPresent(mistakes::add)));
        mistakes.throwIfAny();
    }

    /** As YAML has it; empty where nothing is said. */
    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        if (!folders.isEmpty()) {
            plain.put("folders", folders.stream().map(Path::toString).toList());
        }
        if (!prefer.isEmpty()) {
            plain.put(PREFER, prefer);
        }
        if (!versions.isEmpty()) {
            plain.put("versions", versions);
        }
        lock.ifPresent(file -> plain.put("lock", file.toString()));
        return plain;
    }
}
