package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;

/**
 * Interventions of several runs on the same positions, ranked by a figure. Differences are paired: both sides of a resample are
 * taken from the same sequences, so that what makes a text hard for all of them cancels (Efron and Tibshirani 1993).
 *
 * @param figures what all of them measured at each position
 * @param similarities those of them that are similarities S, for which 1 − S stands
 * @param ranked from the least damage to the most
 * @param pairs the difference of each two, by place in {@code ranked} and figure
 */
public record Contest(List<String> figures, Set<String> similarities, List<Entrant> ranked, List<Pair> pairs) {

    /** What an intervention of one run brings: the layout and the records of its run, and which arm it is. */
    public record Entry(String run, Layout layout, List<SequenceRecord> records, int arm) {
        Arm of() {
            return layout.arms().get(arm);
        }
    }

    /**
     * One intervention.
     *
     * @param figures of a similarity S, the distance 1 − S
     * @param cost what it costs, for instance features per token; null if it does not say
     * @param onFrontier whether no other one does less damage at no more cost; false for one without a cost
     */
    public record Entrant(
            String run,
            Arm arm,
            Map<String, Estimate> figures,
            @Nullable Estimate cost,
            boolean onFrontier) {

        /** {@code runs/a: sae at blocks.3.hook_resid_post}. */
        public String label() {
            return run + ": " + arm.label();
        }
    }

    /**
     * Two of them.
     *
     * @param better the place in the ranking of one
     * @param worse of the other, further down
     * @param difference the figure of {@code worse} less that of {@code better}
     * @param detectable the smallest difference that runs of this size detect: 2.8 bootstrap standard errors
     */
    public record Pair(int better, int worse, String figure, Estimate difference, double detectable) {

        public boolean isDistinguishable() {
            return difference.excludesZero();
        }
    }

    /**
     * @param rankedBy the figure
     * @param cost the observation that counts as cost
     */
    public static Contest of(List<Entry> entries, String rankedBy, String cost, long seed, int resamples) {
        Resampling resampling = new Resampling(seed, entries.get(0).records().size() < 2 ? 0 : resamples);
        List<String> figures = common(entries);
        List<Sample> samples = entries.stream()
                .map(entry -> Sample.of(entry, figures, cost, resampling))
                .sorted(Comparator.comparingDouble(sample -> sample.of(rankedBy).value()))
                .toList();
        List<Entrant> ranked = samples.stream()
                .map(sample -> sample.entrant(samples, rankedBy))
                .toList();
        Set<String> similarities = entries.get(0).layout().points().stream()
                .filter(point -> point.kind() == Figure.Kind.SIMILARITY)
                .map(Point::figure)
                .collect(Collectors.toSet());
        return new Contest(figures, similarities, ranked, pairs(samples, figures));
    }

    /** The figures that all of them have at each position. */
    public static List<String> common(List<Entry> entries) {
        List<String> common = new ArrayList<>();
        for (Point point : entries.get(0).layout().points()) {
            if (entries.stream()
                    .allMatch(entry -> point(entry.layout(), point.figure()).isPresent())) {
                common.add(point.figure());
            }
        }
        return common;
    }

    private static Optional<Point> point(Layout layout, String figure) {
        return layout.points().stream()
                .filter(point -> point.figure().equals(figure))
                .findFirst();
    }

    private static List<Pair> pairs(List<Sample> samples, List<String> figures) {
        List<Pair> pairs = new ArrayList<>();
        for (int better = 0; better < samples.size(); better++) {
            for (int worse = better + 1; worse < samples.size(); worse++) {
                for (String figure : figures) {
                    Sampled difference = samples.get(worse)
                            .of(figure)
                            .minus(samples.get(better).of(figure));
                    pairs.add(new Pair(better, worse, figure, difference.estimate(), Floors.detectable(difference)));
                }
            }
        }
        return pairs;
    }

    /** An entry with its figures in every resample. */
    private record Sample(
            Entry entry,
            Map<String, Sampled> figures,
            @Nullable Sampled cost) {

        static Sample of(Entry entry, List<String> figures, String cost, Resampling resampling) {
            Map<String, Sampled> sampled = new LinkedHashMap<>();
            double[] scored =
                    entry.records().stream().mapToDouble(SequenceRecord::scored).toArray();
            for (String figure : figures) {
                Point point = point(entry.layout(), figure).orElseThrow();
                Sampled mean = mean(entry, resampling, scored, draw -> draw.scored()[point.place()]);
                boolean similarity = point.kind() == Figure.Kind.SIMILARITY;
                sampled.put(figure, similarity ? mean.complement() : mean);
            }
            return new Sample(entry, sampled, cost(entry, cost, resampling));
        }

        private static @Nullable Sampled cost(Entry entry, String name, Resampling resampling) {
            var observations = entry.layout().observations().get(entry.arm());
            for (int o = 0; o < observations.size(); o++) {
                if (observations.get(o).name().equals(name)) {
                    int place = o;
                    double[] intervened = entry.records().stream()
                            .mapToDouble(SequenceRecord::intervened)
                            .toArray();
                    return mean(entry, resampling, intervened, draw -> draw.observed()[place]);
                }
            }
            return null;
        }

        /** Over positions, and over draws where there are several. */
        private static Sampled mean(
                Entry entry, Resampling resampling, double[] positions, ToDoubleFunction<ArmSums> sum) {
            double[][] sums = new double[positions.length][1];
            for (int s = 0; s < positions.length; s++) {
                List<ArmSums> draws = entry.records().get(s).arms().get(entry.arm());
                sums[s][0] = draws.stream().mapToDouble(sum).sum() / draws.size();
            }
            return resampling.ratios(sums, positions, 1).get(0);
        }

        Sampled of(String figure) {
            Sampled sampled = figures.get(figure);
            if (sampled == null) {
                throw new IllegalArgumentException("not all of them measured " + figure);
            }
            return sampled;
        }

        Entrant entrant(List<Sample> all, String rankedBy) {
            Map<String, Estimate> estimates = new LinkedHashMap<>();
            figures.forEach((figure, sampled) -> estimates.put(figure, sampled.estimate()));
            return new Entrant(
                    entry.run(),
                    entry.of(),
                    estimates,
                    cost == null ? null : cost.estimate(),
                    isOnFrontier(all, rankedBy));
        }

        private boolean isOnFrontier(List<Sample> all, String rankedBy) {
            return cost != null && all.stream().noneMatch(other -> other.beats(this, rankedBy));
        }

        private boolean beats(Sample other, String rankedBy) {
            if (cost == null || other.cost == null) {
                return false;
            }
            double damage = of(rankedBy).value() - other.of(rankedBy).value();
            double more = cost.value() - other.cost.value();
            return damage <= 0 && more <= 0 && (damage < 0 || more < 0);
        }
    }
}
