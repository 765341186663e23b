package org.noisefloor.core.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.core.config.Choices.Choice;
import org.noisefloor.core.config.OptionBinder.Bound;
import org.noisefloor.core.config.Plan.OtherModel;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Text;
import org.noisefloor.core.plugins.Catalogue;

/**
 * Where the config names a model: the section {@code model}, {@code floor.numeric}, and entries of type {@code model} among the
 * interventions. The host's keys stand beside the options of the backend.
 */
final class ModelSections {
    static final String BACKEND = "backend";
    static final String AUTO = "auto";
    static final String FLOOR = "floor";
    static final String NUMERIC = "numeric";

    private final Root root;
    private final Catalogue catalogue;
    private final OptionBinder binder;
    private final Choices choices;
    private final Mistakes mistakes;

    ModelSections(Root root, Catalogue catalogue, OptionBinder binder, Choices choices) {
        this.root = root;
        this.catalogue = catalogue;
        this.binder = binder;
        this.choices = choices;
        this.mistakes = root.mistakes();
    }

    /**
     * Where a model is named.
     *
     * @param what the section, for messages
     * @param given all its keys
     * @param beside keys that belong to neither the host's record nor the backend
     */
    private record Named(String what, Fields given, Place place, List<String> beside) {}

    Optional<Section<Plan.Model>> model() {
        return root.section("model").flatMap(given -> {
            Named named = new Named("model", given, root.place("model"), List.of());
            OptionTable<Sections.Model> table = OptionTable.of(Sections.Model.class);
            return bound(table, named).flatMap(bound -> {
                Sections.Model keys = bound.at().apply("");
                root.mustExist(keys.path(), given, "path", "model");
                return section(named, table, bound, keys.backend(), keys.path());
            });
        });
    }

    /**
     * A model outside a config, with all options at their defaults.
     *
     * @param what what the user wrote it with, for messages
     */
    Optional<Plan.Model> at(String backend, Path path, String what) {
        Named named = new Named(what, root.fields(), root.start(), List.of());
        OptionTable<Sections.NumericFloor> table = OptionTable.of(Sections.NumericFloor.class);
        return bound(table, named)
                .flatMap(bound -> section(named, table, bound, backend, path))
                .map(Section::value);
    }

    /** @param original the model itself; empty if it is faulty, which has been reported */
    Optional<Section<OtherModel>> numericFloor(Optional<Section<Plan.Model>> original) {
        Optional<Fields> floor = root.section(FLOOR);
        floor.ifPresent(each -> root.unknown(each, List.of(NUMERIC), "key of floor"));
        Field field = floor.map(each -> each.fields().get(NUMERIC)).orElse(null);
        if (field == null) {
            return Optional.empty();
        }
        return root.section(floor.orElseThrow(), FLOOR, NUMERIC).flatMap(given -> {
            Named named = new Named("floor.numeric", given, field.place(), List.of());
            OptionTable<Sections.NumericFloor> table = OptionTable.of(Sections.NumericFloor.class);
            return bound(table, named).flatMap(bound -> {
                Sections.NumericFloor keys = bound.at().apply("");
                return other(named, table, bound, new Wanted(keys.backend(), keys.path()), original)
                        .map(section -> new Section<>(
                                new OtherModel(
                                        NUMERIC,
                                        section.value(),
                                        options(section),
                                        Optional.empty(),
                                        named.place().text()),
                                section.plain()));
            });
        });
    }

    /** Whether an entry of a list of interventions is one of these. */
    static boolean isModel(Value entry) {
        Field type = entry instanceof Fields mapping ? mapping.fields().get(Choices.TYPE) : null;
        return type != null && type.value() instanceof Text id && id.text().equals(OtherModel.TYPE);
    }

    /**
     * An entry of type {@code model} among the interventions.
     *
     * @param names the names taken so far, to which its own is added
     */
    Optional<Section<OtherModel>> entry(
            Fields entry, Map<String, Place> names, Optional<Section<Plan.Model>> original) {
        String name = choices.name("interventions", Choices.Naming.ANY, entry, OtherModel.TYPE, names);
        Named named = new Named(name, entry, entry.place(), List.of(Choices.TYPE, Choices.NAME));
        OptionTable<Sections.OtherModel> table = OptionTable.of(Sections.OtherModel.class);
        return bound(table, named).flatMap(bound -> {
            Sections.OtherModel keys = bound.at().apply("");
            return other(named, table, bound, new Wanted(keys.backend(), keys.path()), original)
                    .map(section -> {
                        Map<String, Object> plain = new LinkedHashMap<>();
                        plain.put(Choices.TYPE, OtherModel.TYPE);
                        plain.put(Choices.NAME, name);
                        plain.putAll(section.plain());
                        return new Section<>(
                                new OtherModel(
                                        name,
                                        section.value(),
                                        options(section),
                                        keys.site(),
                                        entry.place().text()),
                                plain);
                    });
        });
    }

    /** What is left of a section without the host's keys. */
    private static Map<String, Object> options(Section<Plan.Model> section) {
        Map<String, Object> options = new LinkedHashMap<>(section.plain());
        options.keySet().removeAll(OptionTable.of(Sections.OtherModel.class).keys());
        return options;
    }

    /** The host's keys; if they are faulty, the backend's are at least looked through for what no backend has. */
    private <R extends Record> Optional<Bound<R>> bound(OptionTable<R> table, Named named) {
        Optional<Bound<R>> bound =
                binder.bind(table, Root.only(named.given(), table.keys()), named.what(), named.place(), mistakes);
        if (bound.isEmpty()) {
            choices.unknown(Kind.BACKEND, options(named, table));
        }
        return bound;
    }

    private static Choices.Options options(Named named, OptionTable<?> table) {
        List<String> beside = new ArrayList<>(table.keys());
        beside.addAll(named.beside());
        return new Choices.Options("key of " + named.what(), Root.except(named.given(), beside), beside);
    }

    /** What an entry says of the other model; what it leaves out is as of the original. */
    private record Wanted(Optional<String> backend, Optional<Path> path) {}

    private Optional<Section<Plan.Model>> other(
            Named named, OptionTable<?> table, Bound<?> bound, Wanted wanted, Optional<Section<Plan.Model>> original) {
        Optional<Path> path = wanted.path();
        path.ifPresent(each -> root.mustExist(each, named.given(), "path", named.what()));
        if (original.isEmpty()) {
            choices.unknown(Kind.BACKEND, options(named, table));
            return Optional.empty();
        }
        Plan.Model model = original.get().value();
        String id = wanted.backend()
                .orElse(path.isPresent() ? AUTO : model.backend().provider().id());
        Optional<Section<Plan.Model>> section = section(named, table, bound, id, path.orElse(model.path()));
        section.filter(each -> isSame(each.value(), model))
                .ifPresent(each -> mistakes.add(
                        named.place(),
                        named.what() + ": this is the model itself; name another path, backend ("
                                + choices.installed(Kind.BACKEND) + ") or option of the backend"));
        return section;
    }

    private static boolean isSame(Plan.Model one, Plan.Model other) {
        return one.path().equals(other.path())
                && one.backend()
                        .provider()
                        .id()
                        .equals(other.backend().provider().id())
                && one.backend().options().equals(other.backend().options());
    }

    private Optional<Section<Plan.Model>> section(
            Named named, OptionTable<?> table, Bound<?> bound, String backend, Path path) {
        Choices.Options options = options(named, table);
        Place place = Root.at(named.given(), BACKEND, named.place());
        Optional<Pick> pick =
                backend.equals(AUTO) ? pick(named, path) : Optional.of(new Pick(backend, Optional.empty()));
        if (pick.isEmpty()) {
            choices.unknown(Kind.BACKEND, options);
            return Optional.empty();
        }
        String id = pick.get().id();
        Optional<Choice<ModelBackend<?>>> choice = choices.choice(Kind.BACKEND, id, id, options, place);
        return choice.map(each -> {
            Map<String, Object> keys = new LinkedHashMap<>(bound.plain());
            keys.put("path", path.toString());
            return new Section<>(
                    new Plan.Model(each.chosen(), path, pick.get().why()),
                    Section.together(Map.of(BACKEND, id), keys, each));
        });
    }

    /** @param why what was found, in words; empty if there was no choice */
    private record Pick(String id, Optional<String> why) {}

    /** The backend that finds something to open at a path; of several, the first by id. */
    private Optional<Pick> pick(Named named, Path path) {
        List<ModelBackend<?>> all = catalogue.all(Kind.BACKEND.type()).stream()
                .sorted(Comparator.comparing(Provider::id))
                .toList();
        Map<String, String> taken = new LinkedHashMap<>();
        all.forEach(each -> each.recognises(path).ifPresent(found -> taken.put(each.id(), found)));
        if (!taken.isEmpty()) {
            String first = taken.keySet().iterator().next();
            String others = taken.entrySet().stream()
                    .skip(1)
                    .map(each -> "; " + each.getKey() + " would read " + each.getValue())
                    .collect(Collectors.joining());
            return Optional.of(new Pick(first, Optional.of("reads " + taken.get(first) + others)));
        }
        if (all.size() == 1) {
            return Optional.of(new Pick(all.get(0).id(), Optional.empty())); // which says what it misses when it opens
        }
        if (Files.exists(path) || all.isEmpty()) {
            mistakes.add(
                    Root.at(named.given(), "path", named.place()),
                    named.what() + ": no backend finds a model in '" + path.getFileName() + "'"
                            + InputFiles.holding(path) + " (" + choices.installed(Kind.BACKEND) + "); "
                            + InputFiles.foldersIn(path).stream()
                                    .filter(folder -> all.stream()
                                            .anyMatch(each ->
                                                    each.recognises(folder).isPresent()))
                                    .findFirst()
                                    .map(folder -> "did you mean '" + path.relativize(folder) + "' in it?")
                                    .orElse("name the one that is meant with 'backend', and it says what it misses"));
        }
        return Optional.empty();
    }
}
