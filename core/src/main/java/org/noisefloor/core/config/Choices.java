package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Text;
import org.noisefloor.core.plugins.Catalogue;

/** Entries that name a provider: an id, or {@code {type: id, name: another, options}}. */
final class Choices {
    static final String TYPE = "type";
    static final String NAME = "name";

    /** What an entry may be called. */
    enum Naming {
        ANY("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "letters, digits and _ . - with a letter or digit first"),
        /** Of a metric, since its figures and columns are named after it. */
        LIKE_AN_ID("^[a-z][a-z0-9_]*$", "lower-case letters, digits and _ with a letter first");

        private final Pattern pattern;
        private final String words;

        Naming(String pattern, String words) {
            this.pattern = Pattern.compile(pattern);
            this.words = words;
        }

        static Naming of(Kind<?> kind) {
            return kind.equals(Kind.METRIC) ? LIKE_AN_ID : ANY;
        }

        String pattern() {
            return pattern.pattern();
        }
    }

    private final Catalogue catalogue;
    private final OptionBinder binder;
    private final Mistakes mistakes;

    Choices(Catalogue catalogue, OptionBinder binder, Mistakes mistakes) {
        this.catalogue = catalogue;
        this.binder = binder;
        this.mistakes = mistakes;
    }

    /** @param options all of them, defaults too, as YAML has them */
    record Choice<P extends Provider<?>>(Chosen<P> chosen, Map<String, Object> options) {

        /** The entry with all defaults. */
        Map<String, Object> plain() {
            Map<String, Object> plain = new LinkedHashMap<>();
            plain.put(TYPE, chosen.provider().id());
            plain.put(NAME, chosen.name());
            plain.putAll(options);
            return plain;
        }
    }

    /**
     * The entries of a run that is finished, from its resolved config alone: no file that they name has to be there.
     *
     * @param key where the config lists them
     * @param resolved as {@link Plan#resolved} gives it
     * @throws UserError if an entry's plugin is not installed, or no longer takes the options
     */
    static <P extends Provider<?>> List<Chosen<P>> ofRun(
            Kind<P> kind, String key, Map<String, Object> resolved, Catalogue catalogue) {
        Mistakes mistakes = new Mistakes();
        Choices choices = new Choices(
                catalogue.preferring(PluginsSection.preferences(resolved)), new OptionBinder(Path.of("")), mistakes);
        Value entries = Value.of(resolved.get(key), new Place("the run's " + key, 0));
        List<Choice<P>> chosen = choices.list(
                kind, key, entries instanceof Items items ? items.values() : List.of(), new LinkedHashMap<>());
        mistakes.throwIfAny();
        return chosen.stream().map(Choice::chosen).toList();
    }

    /**
     * Reads a list.
     *
     * @param named the names taken so far with their places, to which these are added, also those of faulty entries
     */
    <P extends Provider<?>> List<Choice<P>> list(
            Kind<P> kind, String key, List<Value> entries, Map<String, Place> named) {
        List<Choice<P>> choices = new ArrayList<>();
        for (Value entry : entries) {
            entry(kind, key, entry, named).ifPresent(choices::add);
        }
        return choices;
    }

    private <P extends Provider<?>> Optional<Choice<P>> entry(
            Kind<P> kind, String key, Value entry, Map<String, Place> named) {
        if (entry instanceof Text id) {
            if (kind.equals(Kind.REPORT) && named.containsKey(id.text())) {
                // by another name it would write the same files
                mistakes.add(entry.place(), "'" + id.text() + "' stands in the list twice; keep one of the two");
                return Optional.empty();
            }
            register(id.text(), entry.place(), named);
            return choice(
                    kind,
                    id.text(),
                    id.text(),
                    new Options("option of " + id.text(), Map.of(), List.of()),
                    entry.place());
        }
        if (!(entry instanceof Fields mapping)) {
            mistakes.add(entry.place(), key + ": expected an id or {type: id, options}, found " + entry.found());
            return Optional.empty();
        }
        Field type = mapping.fields().get(TYPE);
        if (type == null) {
            mistakes.add(
                    entry.place(),
                    key + ": this entry has no 'type'; expected an id or {type: id, options}, found the keys "
                            + String.join(", ", mapping.fields().keySet()));
            return Optional.empty();
        }
        if (!(type.value() instanceof Text id)) {
            mistakes.add(
                    type.place(),
                    key + ": type: expected an id, found " + type.value().found());
            return Optional.empty();
        }
        String name = name(key, Naming.of(kind), mapping, id.text(), named);
        Map<String, Field> options = new LinkedHashMap<>(mapping.fields());
        options.remove(TYPE);
        options.remove(NAME);
        return choice(
                kind,
                id.text(),
                name,
                new Options("option of " + id.text(), options, List.of(TYPE, NAME)),
                entry.place());
    }

    <P extends Provider<?>> boolean isInstalled(Kind<P> kind, String id) {
        return catalogue.ids(kind.type()).contains(id);
    }

    /** The ids of a kind, for messages. */
    <P extends Provider<?>> String installed(Kind<P> kind) {
        List<String> ids = catalogue.ids(kind.type());
        return ids.isEmpty() ? "none is installed" : "installed: " + String.join(", ", ids);
    }

    /** What an entry is called: its {@code name}, else its id. */
    String name(String key, Naming naming, Fields mapping, String id, Map<String, Place> named) {
        Field field = mapping.fields().get(NAME);
        if (field == null) {
            register(id, mapping.place(), named);
            return id;
        }
        if (!(field.value() instanceof Text name)
                || !naming.pattern.matcher(name.text()).matches()) {
            mistakes.add(
                    field.place(),
                    key + ": name: expected " + naming.words + ", found "
                            + field.value().found());
            return id;
        }
        register(name.text(), field.place(), named);
        return name.text();
    }

    private void register(String name, Place place, Map<String, Place> named) {
        Place before = named.putIfAbsent(name, place);
        if (before != null) {
            mistakes.add(
                    place,
                    "'" + name + "' is taken already at " + before.text()
                            + "; give one of them a name of its own, {type: " + name + ", name: …}");
        }
    }

    /**
     * What is given for a provider.
     *
     * @param what one of these is, for messages: {@code option of sae}, {@code key of corpus}
     * @param beside keys that are valid beside the options, for messages
     */
    record Options(String what, Map<String, Field> given, List<String> beside) {}

    /** Finds a provider and binds its options. */
    <P extends Provider<?>> Optional<Choice<P>> choice(
            Kind<P> kind, String id, String name, Options options, Place place) {
        P provider;
        try {
            provider = catalogue.find(kind.type(), id, place.text());
        } catch (UserError unknown) {
            mistakes.add(place, unknown);
            return Optional.empty();
        }
        Optional<OptionTable<?>> table = table(provider, place);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        List<String> valid = new ArrayList<>(options.beside());
        valid.addAll(table.get().keys());
        int before = mistakes.count();
        unknown(options, valid);
        return binder.bind(table.get(), options.given(), id, place, mistakes)
                .filter(bound -> mistakes.count() == before)
                .map(bound ->
                        new Choice<>(new Chosen<>(name, provider, bound.at()::apply, place.text()), bound.plain()));
    }

    private void unknown(Options options, List<String> valid) {
        for (var each : options.given().entrySet()) {
            if (!valid.contains(each.getKey())) {
                mistakes.add(each.getValue().place(), UserError.unknownText(options.what(), each.getKey(), valid));
            }
        }
    }

    /** Reports keys that no provider of a kind has, where it is not known which one is meant. */
    <P extends Provider<?>> void unknown(Kind<P> kind, Options options) {
        List<String> valid = new ArrayList<>(options.beside());
        for (P provider : catalogue.all(kind.type())) {
            table(provider, new Place("", 0)).ifPresent(table -> valid.addAll(table.keys()));
        }
        unknown(options, valid);
    }

    /** A provider whose options are not described as they must be is the plugin's fault, and said so. */
    private Optional<OptionTable<?>> table(Provider<?> provider, Place place) {
        try {
            return Optional.of(OptionTable.of(provider));
        } catch (IllegalArgumentException faulty) {
            mistakes.add(place, "the plugin of '" + provider.id() + "' is faulty: " + faulty.getMessage());
            return Optional.empty();
        }
    }
}
