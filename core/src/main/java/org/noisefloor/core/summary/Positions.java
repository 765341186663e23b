package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Summary.Agreement;
import org.noisefloor.core.summary.Summary.InfinitePositions;
import org.noisefloor.core.summary.Summary.Quantiles;
import org.noisefloor.core.summary.Summary.Spread;

/** What single positions tell beyond their sums: how a divergence is spread, and whether two figures rank positions alike. */
final class Positions {
    private final Layout layout;
    private final List<SequenceRecord> records;
    private final int arm;

    Positions(Layout layout, List<SequenceRecord> records, int arm) {
        this.layout = layout;
        this.records = records;
        this.arm = arm;
    }

    /** Null for a figure that is no divergence at single positions. */
    @Nullable
    Spread spread(String figure) {
        int p = point(figure);
        if (p < 0 || layout.points().get(p).kind() != Figure.Kind.DIVERGENCE) {
            return null;
        }
        SortedMap<Integer, Long> histogram = new TreeMap<>();
        for (SequenceRecord each : records) {
            each.single().get(arm).histograms().get(p).forEach((bin, n) -> histogram.merge(bin, (long) n, Long::sum));
        }
        double[] values = values(p);
        return new Spread(histogram, values.length == 0 ? null : quantiles(values));
    }

    private static Quantiles quantiles(double[] values) {
        Arrays.sort(values);
        double total = 0;
        double largest = 0;
        int top = (values.length + 99) / 100;
        for (int i = 0; i < values.length; i++) {
            total += values[i];
            largest += i >= values.length - top ? values[i] : 0;
        }
        return new Quantiles(
                Sampled.percentile(values, 0.5),
                Sampled.percentile(values, 0.9),
                Sampled.percentile(values, 0.99),
                largest / total);
    }

    /** Null for a figure that is infinite nowhere, or no mean of a number at each position. */
    @Nullable
    InfinitePositions infinite(String figure) {
        int place = Layout.place(layout.scored(), figure);
        int number = Arrays.binarySearch(Layout.numbers(layout.scored()), place);
        if (number < 0) {
            return null;
        }
        double infinite = 0;
        double finite = 0;
        double positions = 0;
        int draws = layout.arms().get(arm).draws();
        for (SequenceRecord each : records) {
            for (var draw : each.arms().get(arm)) {
                boolean any = draw.infinite().length > 0;
                infinite += any ? draw.infinite()[number] : 0;
                finite += any ? draw.finite()[number] : draw.scored()[place];
                positions += each.scored();
            }
        }
        return infinite == 0 ? null : new InfinitePositions(infinite / draws, finite / (positions - infinite));
    }

    /** Null for an arm of which single positions are not kept, and for fewer than two figures. */
    @Nullable
    Agreement agreement() {
        List<String> figures = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int p = 0; p < layout.points().size(); p++) {
            double[] values = values(p);
            if (values.length > 0) {
                Layout.Point point = layout.points().get(p);
                figures.add(point.figure());
                rows.add(Arrays.stream(values).map(point::distance).toArray());
            }
        }
        return figures.size() < 2 ? null : new Agreement(figures, Spearman.matrix(rows.toArray(double[][]::new)));
    }

    private double[] values(int point) {
        return records.stream()
                .map(each -> each.single().get(arm).values())
                .filter(values -> values.length > 0)
                .flatMapToDouble(values -> Arrays.stream(values[point]))
                .toArray();
    }

    private int point(String figure) {
        for (int p = 0; p < layout.points().size(); p++) {
            if (layout.points().get(p).figure().equals(figure)) {
                return p;
            }
        }
        return -1;
    }
}
