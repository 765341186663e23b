package org.noisefloor.core.plugins;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;

/** The columns of a metric, and which values they can have at a single position: those whose mean is a figure that says what it is. */
final class ScoredColumns {
    /** What float32 and long sums lose; a breach is seldom as small. */
    private static final double SLACK = 1e-6;

    private final List<String> names = new ArrayList<>();
    private final List<Ruled> ruled = new ArrayList<>();

    /** A column whose values have a range, and one value where nothing changed. */
    private record Ruled(int at, String name, Figure.Kind kind) {
        double neutral() {
            return kind == Figure.Kind.SIMILARITY ? 1 : 0;
        }

        boolean allows(double value) {
            return switch (kind) {
                case DIVERGENCE -> !(value < -SLACK);
                case SIMILARITY -> !(value < -SLACK || value > 1 + SLACK);
                case DIFFERENCE, QUOTIENT, LEVEL -> true;
            };
        }
    }

    static ScoredColumns of(Metric metric) {
        ScoredColumns all = new ScoredColumns();
        for (Column column : metric.columns()) {
            if (column.width() == 1) {
                metric.figures().stream()
                        .filter(figure -> figure.name().equals(column.name()))
                        .filter(figure -> figure.kind() != Figure.Kind.LEVEL && figure.kind() != Figure.Kind.QUOTIENT)
                        .forEach(figure -> all.ruled.add(new Ruled(all.names.size(), column.name(), figure.kind())));
                all.names.add("column '" + column.name() + "'");
            } else {
                for (int i = 0; i < column.width(); i++) {
                    all.names.add("number " + i + " of column '" + column.name() + "'");
                }
            }
        }
        return all;
    }

    String name(int at) {
        return at < names.size() ? names.get(at) : "number " + at;
    }

    /** A value that its figure cannot have. NaN is left to the figures, which say why they are undefined. */
    Optional<String> outOfRange(double[] values) {
        for (Ruled each : ruled) {
            if (!each.allows(values[each.at])) {
                return Optional.of("it gave " + values[each.at] + " for '" + each.name + "', "
                        + (each.kind == Figure.Kind.SIMILARITY
                                ? "a similarity, which lies between 0 and 1"
                                : "a divergence, which is never negative"));
            }
        }
        return Optional.empty();
    }

    /** A value that says that something changed, where nothing did. */
    Optional<String> notNeutral(double[] values) {
        for (Ruled each : ruled) {
            if (Math.abs(values[each.at] - each.neutral()) > SLACK) {
                return Optional.of("it gave " + values[each.at] + " for '" + each.name
                        + "' where nothing was changed, but a "
                        + each.kind.name().toLowerCase(Locale.ROOT)
                        + " is " + (each.neutral() == 0 ? "0" : "1") + " there");
            }
        }
        return Optional.empty();
    }
}
