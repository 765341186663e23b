package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Agreement;
import org.noisefloor.api.report.FigureReport.InfinitePositions;
import org.noisefloor.api.report.FigureReport.Quantiles;
import org.noisefloor.api.report.FigureReport.Spread;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.ColumnLayout;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.SequenceRecord;

/** What single positions tell beyond their sums: how a divergence is spread, and whether two figures rank positions alike. */
final class Positions implements Summing {
    private final Layout layout;
    private final Arm arm;
    private final int place;
    private final List<SortedMap<Integer, Long>> histograms = new ArrayList<>();
    private final double[] infinite;
    private final double[] finite;
    private double positions;
    /** By point, what is compared at each position, if single positions of the arm are kept. */
    private final List<PairSort> values = new ArrayList<>();

    private final Map<Integer, Quantiles> quantiles = new TreeMap<>();
    private double[][] agreement = {};

    /** @param place of the arm */
    Positions(Layout layout, int place) {
        this.layout = layout;
        this.arm = layout.arms().get(place);
        this.place = place;
        this.infinite = new double[layout.scored().numbers().length];
        this.finite = new double[infinite.length];
        layout.points().forEach(point -> {
            histograms.add(new TreeMap<>());
            values.add(new PairSort());
        });
    }

    @Override
    public long bytes() {
        return arm.draws().random() ? 0 : values.size() * PairSort.BYTES;
    }

    @Override
    public void take(Chunk chunk) {
        chunk.records().forEach(this::take);
    }

    private void take(SequenceRecord record) {
        for (ArmSums draw : record.arms().get(place)) {
            ArmSums.Scored scored = draw.scored();
            boolean any = scored.infinite().length > 0;
            for (int i = 0; i < infinite.length; i++) {
                infinite[i] += any ? scored.infinite()[i] : 0;
                finite[i] +=
                        any ? scored.finite()[i] : scored.sums()[layout.scored().numbers()[i]];
            }
            positions += record.scored();
        }
        var single = record.single().get(place);
        for (int p = 0; p < layout.points().size(); p++) {
            SortedMap<Integer, Long> histogram = histograms.get(p);
            if (isDivergence(p)) {
                single.histograms().get(p).forEach((bin, n) -> histogram.merge(bin, (long) n, Long::sum));
            }
            if (single.values().length > 0) {
                for (double value : single.values()[p]) {
                    PairSort of = values.get(p);
                    of.add(PairSort.key(layout.points().get(p).distance(value)), of.count());
                }
            }
        }
    }

    @Override
    public void end() {
        try {
            quantiles.putAll(IntStream.range(0, values.size())
                    .parallel()
                    .filter(p -> isDivergence(p) && values.get(p).count() > 0)
                    .boxed()
                    .collect(Collectors.toMap(p -> p, p -> quantiles(values.get(p)))));
            if (arm.asks() && values.stream().anyMatch(each -> each.count() > 0)) {
                agreement = Spearman.matrix(values);
            }
        } finally {
            values.forEach(PairSort::close);
            values.clear();
        }
    }

    private boolean isDivergence(int point) {
        return layout.points().get(point).kind() == Figure.Kind.DIVERGENCE;
    }

    /** Null for a figure that is no divergence at single positions. */
    @Nullable
    Spread spread(String figure) {
        int p = layout.point(figure);
        if (p < 0 || !isDivergence(p)) {
            return null;
        }
        Map<String, Long> byBin = new LinkedHashMap<>();
        histograms.get(p).forEach((bin, n) -> byBin.put(bin == Histogram.ZERO ? "zero" : String.valueOf(bin), n));
        return new Spread(byBin, quantiles.get(p));
    }

    private static Quantiles quantiles(PairSort values) {
        long n = values.count();
        double total = 0;
        double largest = 0;
        long top = (n + 99) / 100;
        Percentile[] percentiles = {new Percentile(0.5, n), new Percentile(0.9, n), new Percentile(0.99, n)};
        PairSort.Cursor cursor = values.read();
        for (long i = 0; cursor.next(); i++) {
            double value = PairSort.number(cursor.key());
            total += value;
            largest += i >= n - top ? value : 0;
            for (Percentile each : percentiles) {
                each.take(i, value);
            }
        }
        return new Quantiles(percentiles[0].value(), percentiles[1].value(), percentiles[2].value(), largest / total);
    }

    /** One percentile of values that come in order. */
    private static final class Percentile {
        private final double at;
        private final long below;
        private double lower;
        private double upper;

        Percentile(double q, long n) {
            this.at = q * (n - 1);
            this.below = (long) Math.floor(at);
        }

        void take(long i, double value) {
            if (i == below) {
                lower = value;
                upper = value;
            } else if (i == below + 1) {
                upper = value;
            }
        }

        double value() {
            return lower + (at - below) * (upper - lower);
        }
    }

    /** Null for a figure that is infinite nowhere, or no mean of a number at each position. */
    @Nullable
    InfinitePositions infinite(String figure) {
        ColumnLayout.Place column = layout.scored().place(figure).orElse(null);
        if (column == null || column.width() > 1) {
            return null;
        }
        int number = Arrays.binarySearch(layout.scored().numbers(), column.offset());
        return infinite[number] == 0
                ? null
                : new InfinitePositions(
                        infinite[number] / arm.draws().count(), finite[number] / (positions - infinite[number]));
    }

    /** Null for an arm of which single positions are not kept, and for fewer than two of some figures. */
    @Nullable
    Agreement agreement(Predicate<String> among) {
        List<Layout.Point> points = layout.points();
        int[] which = IntStream.range(0, agreement.length)
                .filter(p -> among.test(points.get(p).figure()))
                .toArray();
        return which.length < 2
                ? null
                : new Agreement(
                        Arrays.stream(which)
                                .mapToObj(p -> points.get(p).figure())
                                .toList(),
                        Arrays.stream(which)
                                .mapToObj(p -> Arrays.stream(which)
                                        .mapToObj(q -> agreement[p][q])
                                        .toList())
                                .toList());
    }
}
