package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Agreement;
import org.noisefloor.api.report.FigureReport.InfinitePositions;
import org.noisefloor.api.report.FigureReport.Quantiles;
import org.noisefloor.api.report.FigureReport.Spread;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;

/** What single positions tell beyond their sums: how a divergence is spread, and whether two figures rank positions alike. */
final class Positions {
    private final Layout layout;
    private final List<SequenceRecord> records;
    private final int arm;

    Positions(RunData data, int arm) {
        this.layout = data.layout();
        this.records = data.records();
        this.arm = arm;
    }

    /** Null for a figure that is no divergence at single positions. */
    @Nullable
    Spread spread(String figure) {
        int p = layout.point(figure);
        if (p < 0 || layout.points().get(p).kind() != Figure.Kind.DIVERGENCE) {
            return null;
        }
        SortedMap<Integer, Long> histogram = new TreeMap<>();
        for (SequenceRecord each : records) {
            each.single().get(arm).histograms().get(p).forEach((bin, n) -> histogram.merge(bin, (long) n, Long::sum));
        }
        Map<String, Long> byBin = new LinkedHashMap<>();
        histogram.forEach((bin, n) -> byBin.put(bin == Histogram.ZERO ? "zero" : String.valueOf(bin), n));
        double[] values = values(p);
        return new Spread(byBin, values.length == 0 ? null : quantiles(values));
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
                Resampled.percentile(values, 0.5),
                Resampled.percentile(values, 0.9),
                Resampled.percentile(values, 0.99),
                largest / total);
    }

    /** Null for a figure that is infinite nowhere, or no mean of a number at each position. */
    @Nullable
    InfinitePositions infinite(String figure) {
        ColumnLayout.Place place = layout.scored().place(figure).orElse(null);
        if (place == null || place.width() > 1) {
            return null;
        }
        int number = Arrays.binarySearch(layout.scored().numbers(), place.offset());
        double infinite = 0;
        double finite = 0;
        double positions = 0;
        int draws = layout.arms().get(arm).draws().count();
        for (SequenceRecord each : records) {
            for (ArmSums draw : each.arms().get(arm)) {
                ArmSums.Scored scored = draw.scored();
                boolean any = scored.infinite().length > 0;
                infinite += any ? scored.infinite()[number] : 0;
                finite += any ? scored.finite()[number] : scored.sums()[place.offset()];
                positions += each.scored();
            }
        }
        return infinite == 0 ? null : new InfinitePositions(infinite / draws, finite / (positions - infinite));
    }

    /** Null for an arm of which single positions are not kept, and for fewer than two of some figures. */
    @Nullable
    Agreement agreement(Predicate<String> among) {
        List<String> figures = new ArrayList<>();
        List<double[]> rows = new ArrayList<>();
        for (int p = 0; p < layout.points().size(); p++) {
            double[] values = values(p);
            Layout.Point point = layout.points().get(p);
            if (values.length > 0 && among.test(point.figure())) {
                figures.add(point.figure());
                rows.add(Arrays.stream(values).map(point::distance).toArray());
            }
        }
        return figures.size() < 2
                ? null
                : new Agreement(figures, lists(Spearman.matrix(rows.toArray(double[][]::new))));
    }

    private double[] values(int point) {
        return records.stream()
                .map(each -> each.single().get(arm).values())
                .filter(values -> values.length > 0)
                .flatMapToDouble(values -> Arrays.stream(values[point]))
                .toArray();
    }

    private static List<List<Double>> lists(double[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
