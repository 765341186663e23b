package org.noisefloor.core.plugins;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.Sums;

/** Whether what plugins made says of itself what can be: names, columns that formulas read, classes, provenance. All at once, when it is made. */
final class Declared {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");
    private static final String NAME_WORDS =
            ", but a name has lower-case letters, digits and underscores and starts with a letter";

    private Declared() {}

    /** What is wrong, in a clause about the plugin; empty for what is sound, or of which nothing is known here. */
    static Optional<String> problem(Object made) {
        if (made instanceof Metric metric) {
            return ofMetric(metric);
        }
        if (made instanceof Stratifier stratifier) {
            return ofClasses(stratifier.classes());
        }
        return made instanceof Intervention intervention ? ofIntervention(intervention) : Optional.empty();
    }

    private static Optional<String> ofIntervention(Intervention intervention) {
        List<Observation> observations = intervention.observations();
        int features = intervention.features();
        return misnamed(
                        "observation",
                        observations.stream().map(Observation::name).toList())
                .or(() -> first(observations.stream()
                        .map(each -> unsaid("observation '" + each.name() + "'", each.doc(), each.unit()))))
                .or(() -> features < 0 ? Optional.of("it has " + features + " features") : Optional.empty());
    }

    private static Optional<String> ofMetric(Metric metric) {
        List<String> columns = metric.columns().stream().map(Column::name).toList();
        List<String> figures = metric.figures().stream().map(Figure::name).toList();
        Map<String, Integer> widths = new TreeMap<>();
        metric.columns().forEach(column -> widths.put(column.name(), column.width()));
        List<String> shares = metric.figures().stream()
                .flatMap(figure -> figure.recovered().stream())
                .toList();
        return misnamed("column", columns)
                .or(() -> misnamed("figure", figures))
                .or(() -> columns.isEmpty() ? Optional.of("it has no columns") : Optional.empty())
                .or(() -> figures.isEmpty() ? Optional.of("it has no figures") : Optional.empty())
                .or(() -> misnamed(
                        "figure",
                        Stream.concat(figures.stream(), shares.stream()).toList()))
                .or(() -> first(metric.figures().stream()
                        .map(figure -> unsaid("figure '" + figure.name() + "'", figure.doc(), figure.unit()))))
                .or(() -> first(metric.figures().stream().map(Declared::incomplete)))
                .or(() -> tooWide(metric.columns()))
                .or(() -> metric.figures().stream()
                        .flatMap(figure -> misread(figure, widths).stream())
                        .findFirst());
    }

    @SuppressWarnings("ConstantValue") // a plugin may give null all the same
    private static Optional<String> incomplete(Figure figure) {
        String what = figure.kind() == null ? "kind" : figure.formula() == null ? "formula" : "";
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of("its figure '" + figure.name() + "' has null for its " + what);
    }

    /** Their sums stand in one array. */
    private static Optional<String> tooWide(List<Column> columns) {
        long width = columns.stream().mapToLong(Column::width).sum();
        return width <= Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of("its columns are " + width + " numbers wide together; at most " + Integer.MAX_VALUE
                        + " can be summed up");
    }

    private static Optional<String> misnamed(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name == null || !NAME.matcher(name).matches()) {
                return Optional.of("its " + what + " is named '" + name + "'" + NAME_WORDS);
            }
            if (!seen.add(name)) {
                return Optional.of("two of its " + what + "s are named '" + name + "'");
            }
        }
        return Optional.empty();
    }

    /** Of something that a report shows with its unit and one line on what it is. */
    private static Optional<String> unsaid(String what, @Nullable String doc, @Nullable String unit) {
        if (doc == null || doc.isBlank() || doc.contains("\n")) {
            return Optional.of("its " + what + " has to say in one line what it is (doc)");
        }
        return unit == null || unit.contains("\n")
                ? Optional.of("its " + what + " has a unit of more than one line")
                : Optional.empty();
    }

    private static Optional<String> first(Stream<Optional<String>> problems) {
        return problems.flatMap(Optional::stream).findFirst();
    }

    /** Of sentences that are printed as they are. */
    static Optional<String> ofNotes(List<?> notes) {
        for (Object note : notes) {
            if (note == null || note.toString().isBlank() || note.toString().contains("\n")) {
                return Optional.of("one of its notes is '" + note + "', but a note is a sentence of one line");
            }
        }
        return Optional.empty();
    }

    /** Of what an entry of a config stands for. */
    static Optional<String> ofVariants(List<?> variants) {
        List<Variant<?>> all = new ArrayList<>();
        for (Object each : variants) {
            if (!(each instanceof Variant<?> variant)) {
                return Optional.of("one of its variants is null");
            }
            all.add(variant);
        }
        if (all.isEmpty()) {
            return Optional.of("it has no variants; an entry stands for one at least");
        }
        if (all.size() > 1 && all.stream().anyMatch(each -> each.suffix().isBlank())) {
            return Optional.of("one of its " + all.size() + " variants has no suffix that tells it from the others");
        }
        return all.stream()
                .flatMapToDouble(each -> each.dose().stream())
                .filter(dose -> !(dose >= 0 && dose < Double.POSITIVE_INFINITY))
                .boxed()
                .findFirst()
                .map(dose ->
                        "one of its variants has the dose " + dose + ", but a dose is a finite number of at least 0");
    }

    /** Of what calibration made of it. */
    static Optional<String> ofNumbers(Map<?, ?> numbers) {
        return numbers.entrySet().stream()
                .filter(each -> !(each.getValue() instanceof Double number) || !Double.isFinite(number))
                .findFirst()
                .map(each -> "its " + each.getKey() + " is " + each.getValue() + ", but reports need a finite number");
    }

    /** Of a document that was read. */
    static Optional<String> ofDocument(Object element) {
        if (!(element instanceof Document document)) {
            return Optional.empty();
        }
        if (document.place() == null || document.place().isBlank()) {
            return Optional.of("one of its documents does not say where it stands (place)");
        }
        return document instanceof Document.Text text && text.text() == null
                ? Optional.of("the document at " + document.place() + " has null for a text")
                : Optional.empty();
    }

    /** Of a formula that reads what it does not say, found by asking it once. What else it makes of such sums is no matter. */
    private static Optional<String> misread(Figure figure, Map<String, Integer> widths) {
        Optional<String> absent = figure.reads().stream()
                .filter(column -> !widths.containsKey(column))
                .findFirst()
                .map(column -> "its figure '" + figure.name() + "' reads the column '" + column
                        + "', and its columns are " + String.join(", ", widths.keySet()));
        if (absent.isPresent()) {
            return absent;
        }
        try {
            figure.formula().of(new Ones(figure.reads(), widths));
            return Optional.empty();
        } catch (Undeclared undeclared) {
            return Optional.of("its figure '" + figure.name() + "' reads the column '" + undeclared.getMessage()
                    + "' without saying so; Figure.reading names what it may read"
                    + (figure.reads().isEmpty() ? "" : ", so far " + String.join(", ", figure.reads())));
        } catch (RuntimeException ofTheseSums) {
            return Optional.empty();
        }
    }

    private static final class Undeclared extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undeclared(String column) {
            super(column);
        }
    }

    /** Sums of one position at which each column is 1. */
    private record Ones(List<String> reads, Map<String, Integer> widths) implements Sums {
        @Override
        public double count() {
            return 1;
        }

        @Override
        public double sum(String column) {
            if (!reads.contains(column)) {
                throw new Undeclared(column);
            }
            return 1;
        }

        @Override
        public double sum(String column, int component) {
            return sum(column);
        }
    }

    private static Optional<String> ofClasses(List<String> classes) {
        if (classes.isEmpty()) {
            return Optional.of("it has no classes");
        }
        Set<String> seen = new HashSet<>();
        for (String name : classes) {
            if (name == null || name.isBlank()) {
                return Optional.of("one of its classes has no name: " + classes);
            }
            if (name.contains("\n")) {
                return Optional.of("one of its classes has a name of more than one line: " + classes);
            }
            if (!seen.add(name)) {
                return Optional.of("two of its classes are named '" + name + "': " + classes);
            }
        }
        return Optional.empty();
    }

    /** Where a value is something that JSON has not. */
    static Optional<String> notJson(String where, Object value) {
        return notJson(where, value, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** @param around the maps and lists that hold it */
    private static Optional<String> notJson(String where, Object value, Set<Object> around) {
        if (!(value instanceof Map || value instanceof Collection)) { // a path is an Iterable of itself
            return notPlain(where, value);
        }
        if (!around.add(value)) {
            return Optional.of(
                    where + " is a map or list that holds itself, which JSON has not; give what it holds instead");
        }
        List<Optional<String>> found = new ArrayList<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> found.add(
                    key instanceof String
                            ? notJson(where + "." + key, each, around)
                            : Optional.of(where + " has the key " + key + ", which is no text")));
        } else if (value instanceof Collection<?> list) {
            list.forEach(each -> found.add(notJson(where, each, around)));
        }
        around.remove(value);
        return found.stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> notPlain(String where, Object value) {
        boolean plain = Stream.of(String.class, Boolean.class, Integer.class, Long.class)
                .anyMatch(type -> type.isInstance(value));
        boolean number = value instanceof Number each && Double.isFinite(each.doubleValue());
        return plain || number
                ? Optional.empty()
                : Optional.of(
                        where + " is "
                                + (value == null
                                        ? "null"
                                        : value + ", a " + value.getClass().getName())
                                + "; expected what JSON has: text, finite numbers, true and false, and lists and maps of these");
    }
}
