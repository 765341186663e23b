package org.noisefloor.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.Sums;

/**
 * A metric under the name of its entry, so that one provider can stand in a run twice, with other options: the columns and figures
 * of {@code {type: tail, name: far}} are {@code far} for {@code tail}, {@code far_mass} for {@code tail_mass} and {@code far_other}
 * for {@code other}. The metric itself knows nothing of it.
 */
final class NamedMetric {
    private NamedMetric() {}

    /**
     * The same metric with other names of columns, figures and {@linkplain Figure#recovered shares recovered}.
     *
     * @param id the provider's, which is left out in front of a name
     */
    static Metric of(Metric metric, String id, String name) {
        if (name.equals(id)) {
            return metric;
        }
        List<Column> columns = metric.columns();
        List<Figure> figures = metric.figures();
        Map<String, String> names = names(words(columns, figures), id, name);
        return Metric.of(
                        columns.stream()
                                .map(column ->
                                        Column.of(names.getOrDefault(column.name(), column.name()), column.width()))
                                .toList(),
                        figures.stream().map(figure -> renamed(figure, names)).toList(),
                        metric::scorer)
                .over(metric.positions());
    }

    /** Columns, figures and shares are named alike, so that the mean of a column stays a figure of its name. */
    private static Set<String> words(List<Column> columns, List<Figure> figures) {
        Set<String> words = new LinkedHashSet<>();
        columns.forEach(column -> words.add(column.name()));
        figures.forEach(figure -> {
            words.add(figure.name());
            figure.recovered().ifPresent(words::add);
        });
        return words;
    }

    private static Map<String, String> names(Collection<String> words, String id, String name) {
        UnaryOperator<String> whole = word -> word.equals(id) ? name : name + "_" + word;
        Map<String, String> names = mapped(
                words, word -> word.startsWith(id + "_") ? name + word.substring(id.length()) : whole.apply(word));
        // a metric 'tail' with 'mass' beside 'tail_mass' would have the same name twice
        return new HashSet<>(names.values()).size() == names.size() ? names : mapped(words, whole);
    }

    private static Map<String, String> mapped(Collection<String> words, UnaryOperator<String> to) {
        Map<String, String> names = new HashMap<>();
        words.forEach(word -> names.put(word, to.apply(word)));
        return names;
    }

    private static Figure renamed(Figure figure, Map<String, String> names) {
        List<String> reads = new ArrayList<>();
        figure.reads().forEach(column -> reads.add(names.getOrDefault(column, column)));
        Figure renamed = figure.renamed(
                names.getOrDefault(figure.name(), figure.name()), reads, new OwnWords(figure.formula(), names));
        return figure.recovered()
                .map(share -> renamed.recoveredAs(names.getOrDefault(share, share)))
                .orElse(renamed);
    }

    /** A formula that still sees the names that its metric gave. */
    private record OwnWords(Figure.Formula formula, Map<String, String> names) implements Figure.Formula {
        @Override
        public double of(Sums sums) {
            return formula.of(own(sums));
        }

        @Override
        public boolean suffices(Sums sums, int draws) {
            return formula.suffices(own(sums), draws);
        }

        @Override
        public String whyUndefined(Sums sums, int draws) {
            return formula.whyUndefined(own(sums), draws);
        }

        private Sums own(Sums sums) {
            return new Sums() {
                @Override
                public double count() {
                    return sums.count();
                }

                @Override
                public double sum(String column) {
                    return sums.sum(names.getOrDefault(column, column));
                }

                @Override
                public double sum(String column, int component) {
                    return sums.sum(names.getOrDefault(column, column), component);
                }
            };
        }
    }
}
