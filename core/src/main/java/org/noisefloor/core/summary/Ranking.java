package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.summary.Differences.Judged;

/**
 * Interventions of several runs on the same positions, ranked by a figure. Differences are paired: both sides of a resample are
 * taken from the same documents, so that what makes a text hard for all of them cancels (Efron and Tibshirani 1993).
 *
 * <p>Figures and intervals are made by the code that makes those of a report, with the seed and the resamples of the first run: what
 * a run says of itself stands here too.
 *
 * @param figures what all of them measured at each position
 * @param similarities those of them that are similarities S, for which 1 − S stands
 * @param ranked from the least damage to the most
 * @param pairs the difference of each two, by place in {@code ranked} and figure
 * @param originals each two runs whose originals are not the same to the last bit that the records hold
 */
public record Ranking(
        List<String> figures,
        Set<String> similarities,
        List<Candidate> ranked,
        List<Pair> pairs,
        List<TwoOriginals> originals) {

    /** A run whose interventions are ranked. */
    public record Run(String name, RunDescription description, FigureCatalogue figures, RecordSource records) {}

    /**
     * The originals of two runs.
     *
     * @param kl about how far they lie apart at the same positions, mean KL in nats
     * @param isOneModel whether that is arithmetic, and not another model
     */
    public record TwoOriginals(String one, String other, double kl, boolean isOneModel) {}

    /**
     * One intervention.
     *
     * @param figures of a similarity S, the distance 1 − S
     * @param cost what it costs, for instance features per token; null if it does not say
     * @param onFrontier whether no other one does less damage at no more cost, beyond what arithmetic can do; false for one without a
     *     cost
     */
    public record Candidate(
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
     * @param arithmetic how far arithmetic alone could move the difference; NaN where a side is not finite
     * @param verdict on {@code worse}, judged with all pairs by the same figure
     * @param detectable the smallest difference that runs of this size detect: 2.8 bootstrap standard errors, and more where
     *     documents are few, as intervals are wider
     */
    public record Pair(
            int better,
            int worse,
            String figure,
            Estimate difference,
            double arithmetic,
            Verdict verdict,
            double detectable) {

        /** Whether the two are told apart. */
        public boolean isDistinguishable() {
            return verdict.word() == Verdict.Word.WORSE || verdict.word() == Verdict.Word.MILDER;
        }
    }

    /**
     * @param runs of the same sequences, in the order of their records
     * @param originals how far theirs lie apart
     * @param rankedBy the figure
     * @param cost the observation that counts as cost
     */
    public static Ranking of(List<Run> runs, Originals originals, String rankedBy, String cost) {
        List<String> figures = common(runs);
        List<Sample> samples = samples(runs, originals, cost);
        samples.sort(Comparator.comparingDouble(sample -> sample.of(rankedBy).value()));
        Set<String> similarities = runs.get(0).description().layout().points().stream()
                .filter(point -> point.kind() == Figure.Kind.SIMILARITY)
                .map(Point::figure)
                .collect(Collectors.toSet());
        return new Ranking(
                figures,
                similarities,
                samples.stream()
                        .map(sample -> sample.candidate(figures, samples, rankedBy))
                        .toList(),
                pairs(samples, figures),
                apart(runs, originals));
    }

    private static List<TwoOriginals> apart(List<Run> runs, Originals originals) {
        List<TwoOriginals> apart = new ArrayList<>();
        for (int one = 0; one < runs.size(); one++) {
            for (int other = one + 1; other < runs.size(); other++) {
                double kl = originals.kl()[one][other];
                if (kl > 0) {
                    apart.add(new TwoOriginals(
                            runs.get(one).name(), runs.get(other).name(), kl, originals.isOneModel(one, other)));
                }
            }
        }
        return apart;
    }

    private static List<Sample> samples(List<Run> runs, Originals originals, String cost) {
        RunDescription.Inference inference = runs.get(0).description().inference();
        List<Sample> samples = new ArrayList<>();
        for (int r = 0; r < runs.size(); r++) {
            Run run = runs.get(r);
            RunData data = RunData.of(
                    run.description(), run.figures(), run.records(), inference.seed(), inference.resamples());
            List<ArmSamples> arms = new ArrayList<>();
            for (int a = 0; a < data.layout().arms().size(); a++) {
                Arm arm = data.layout().arms().get(a);
                if (arm.asks() || arm.role() == Role.NUMERIC_FLOOR) {
                    arms.add(ArmSamples.of(a, data));
                }
            }
            data.sum(arms.stream().flatMap(ArmSamples::first).toList());
            data.sum(arms.stream().flatMap(ArmSamples::second).toList());
            arms.forEach(ArmSamples::end);
            Rounding rounding = Rounding.of(data, NumericFloors.of(data, arms));
            for (ArmSamples arm : arms) {
                if (arm.arm().asks()) {
                    samples.add(new Sample(r, run.name(), arm, cost, rounding, originals));
                }
            }
        }
        return samples;
    }

    /** The figures that all runs have at each position. */
    public static List<String> common(List<Run> runs) {
        return runs.get(0).description().layout().points().stream()
                .map(Point::figure)
                .filter(figure ->
                        runs.stream().allMatch(run -> run.description().layout().point(figure) >= 0))
                .toList();
    }

    /** How many pairs are judged together by a figure. */
    public int comparisons(String figure) {
        return (int) pairs.stream()
                .filter(pair -> pair.figure().equals(figure) && pair.verdict().word() != Verdict.Word.UNKNOWN)
                .count();
    }

    /** What interventions of these runs say of their cost: the figures that are not of scored positions. */
    public static Set<String> costs(List<Run> runs) {
        Set<String> costs = new TreeSet<>();
        for (Run run : runs) {
            for (int a = 0; a < run.description().layout().arms().size(); a++) {
                if (run.description().layout().arms().get(a).asks()) {
                    run.figures().intervened(a).stream()
                            .flatMap(metric -> metric.figures().stream())
                            .forEach(figure -> costs.add(figure.name()));
                    run.description().layout().observations().get(a).forEach(each -> costs.add(each.name()));
                }
            }
        }
        return costs;
    }

    private static List<Pair> pairs(List<Sample> samples, List<String> figures) {
        Differences differences = new Differences();
        for (int better = 0; better < samples.size(); better++) {
            for (int worse = better + 1; worse < samples.size(); worse++) {
                for (String figure : figures) {
                    Sample one = samples.get(worse);
                    Sample other = samples.get(better);
                    differences.add(
                            one.arm().entry(figure),
                            other.arm().entry(figure),
                            one.of(figure).minus(other.of(figure)),
                            one.arithmetic(other, figure));
                }
            }
        }
        Iterator<Judged> judged = differences.judged().iterator();
        List<Pair> pairs = new ArrayList<>();
        for (int better = 0; better < samples.size(); better++) {
            for (int worse = better + 1; worse < samples.size(); worse++) {
                for (String figure : figures) {
                    Judged each = judged.next();
                    pairs.add(new Pair(
                            better,
                            worse,
                            figure,
                            each.difference(),
                            each.arithmetic(),
                            each.verdict(),
                            each.detectable()));
                }
            }
        }
        return pairs;
    }

    /**
     * An intervention with its figures in every resample.
     *
     * @param place of its run among the runs
     * @param costs the observation that counts as cost
     */
    private record Sample(int place, String run, ArmSamples arm, String costs, Rounding rounding, Originals originals) {

        private @Nullable Resampled cost() {
            return arm.find(costs)
                    .filter(entry -> !entry.ofScored())
                    .map(ArmSamples.Entry::resampled)
                    .orElse(null);
        }

        Resampled of(String figure) {
            return arm.entry(figure).distance();
        }

        /** How far arithmetic alone could move the difference from another one. */
        double arithmetic(Sample other, String figure) {
            return rounding.with(other.rounding, originals.arithmetic(place, other.place))
                    .bound(
                            arm.entry(figure).figure(),
                            of(figure).value(),
                            other.of(figure).value());
        }

        Candidate candidate(List<String> figures, List<Sample> all, String rankedBy) {
            Map<String, Estimate> estimates = new LinkedHashMap<>();
            figures.forEach(figure -> estimates.put(
                    figure,
                    arm.entry(figure)
                            .distance()
                            .estimate()
                            .because(arm.entry(figure).reason())));
            Resampled cost = cost();
            return new Candidate(
                    run,
                    arm.arm(),
                    estimates,
                    cost == null ? null : cost.estimate(),
                    cost != null && all.stream().noneMatch(other -> other.beats(this, rankedBy)));
        }

        /** Differences within arithmetic, and costs that no interval tells apart, are none. */
        private boolean beats(Sample other, String rankedBy) {
            Resampled mine = cost();
            Resampled theirs = other.cost();
            if (mine == null || theirs == null) {
                return false;
            }
            double damage = of(rankedBy).value() - other.of(rankedBy).value();
            if (Math.abs(damage) <= arithmetic(other, rankedBy)) {
                damage = 0;
            }
            Resampled more = mine.minus(theirs);
            double dearer = more.estimate().hasInterval() && !more.estimate().excludesZero() ? 0 : more.value();
            return damage <= 0 && dearer <= 0 && (damage < 0 || dearer < 0);
        }
    }
}
