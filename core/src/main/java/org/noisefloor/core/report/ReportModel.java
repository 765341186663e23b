package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Histogram;
import org.noisefloor.core.run.Experiment;
import org.noisefloor.core.summary.Estimate;
import org.noisefloor.core.summary.FeatureUse;
import org.noisefloor.core.summary.SinkSummary;
import org.noisefloor.core.summary.Summary;
import org.noisefloor.core.summary.Summary.Agreement;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.ClassExcess;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassFloor;
import org.noisefloor.core.summary.Summary.ClassSummary;
import org.noisefloor.core.summary.Summary.EquivalentNoise;
import org.noisefloor.core.summary.Summary.FigureSummary;
import org.noisefloor.core.summary.Summary.FloorSummary;
import org.noisefloor.core.summary.Summary.PairSummary;
import org.noisefloor.core.summary.Summary.Ranks;
import org.noisefloor.core.summary.Summary.RecoveredSummary;
import org.noisefloor.core.summary.Summary.Spread;

/**
 * The content of {@code report.json}, as {@code report.schema.json} describes it. Nothing in it depends on when or where the
 * run was made: that is what {@code provenance.json} is for.
 */
public final class ReportModel {
    /** Raised when a reader of the old form would misread the new one. */
    public static final int VERSION = 1;

    private ReportModel() {}

    /** @param gate the conditions of the config with what came of them */
    public static Map<String, Object> of(Plan plan, Experiment run, Summary summary, List<Gate.Verdict> gate) {
        return new Tree()
                .put("format", "noisefloor-report")
                .put("version", VERSION)
                .put("model", model(plan, run))
                .put("positions", positions(plan, run, summary))
                .put("batch", batch(plan, run))
                .put("seed", plan.seed())
                .put("bootstrap", bootstrap(plan))
                .put("figures", figures(summary))
                .put("numeric_floor", numericFloor(plan, run, summary))
                .put(
                        "sites",
                        run.sites().stream().map(site -> site(site, summary)).toList())
                .unlessNull("gate", gate.isEmpty() ? null : Gate.plain(gate))
                .put("pairs", summary.pairs().stream().map(ReportModel::pair).toList())
                .put(
                        "warnings",
                        Stream.concat(run.warnings().stream(), summary.warnings().stream())
                                .toList())
                .map();
    }

    private static Map<String, Object> model(Plan plan, Experiment run) {
        Tree tree = new Tree()
                .put("backend", plan.model().backend().provider().id())
                .put("architecture", run.model().architecture())
                .put("vocabulary", run.model().vocabulary());
        if (run.model().context().isPresent()) {
            tree.put("context", run.model().context().getAsInt());
        }
        return tree.map();
    }

    private static Map<String, Object> positions(Plan plan, Experiment run, Summary summary) {
        Summary.Counts counts = summary.counts();
        return new Tree()
                .put("sequences", counts.sequences())
                .put("tokens", counts.tokens())
                .put("intervened", counts.intervened())
                .put("scored", counts.scored())
                .put("ends", counts.ends())
                .put("nonfinite", counts.nonfinite())
                .put("special", run.special())
                .put("skip_first", plan.positions().skipFirst())
                .put("vocabulary", run.vocabulary())
                .put("conventions", plan.conventions().name().toLowerCase(Locale.ROOT))
                .put("rule", Wording.mask(run.special(), plan.positions().skipFirst(), plan.conventions()))
                .map();
    }

    private static Map<String, Object> batch(Plan plan, Experiment run) {
        return new Tree()
                .put("sequences", run.shape().sequences())
                .put("length", run.shape().length())
                .put("threads", plan.run().threads())
                .map();
    }

    private static Map<String, Object> bootstrap(Plan plan) {
        return new Tree()
                .put("resamples", plan.run().resamples())
                .put("level", 0.95)
                .put("unit", "sequence")
                .map();
    }

    private static Map<String, Object> figures(Summary summary) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (ArmSummary arm : summary.arms()) {
            for (FigureSummary each : arm.figures()) {
                all.computeIfAbsent(
                        each.figure().name(),
                        name -> new Tree()
                                .put("metric", each.metric())
                                .put("unit", each.figure().unit())
                                .put("kind", each.figure().kind().name().toLowerCase(Locale.ROOT))
                                .put("positions", each.ofScored() ? "scored" : "intervened")
                                .put("doc", each.figure().doc())
                                .map());
            }
        }
        return all;
    }

    private static Map<String, Object> numericFloor(Plan plan, Experiment run, Summary summary) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> applied = new LinkedHashMap<>();
        for (Summary.NumericFloorFigure each : summary.numericFloor()) {
            figures.put(each.figure(), Double.isFinite(each.cut()) ? each.cut() : null);
            applied.put(each.figure(), Double.isFinite(each.value()) ? each.value() : null);
        }
        return new Tree()
                .put(
                        "what",
                        "the whole model, one sequence at a time, against the same model cut at the sites and in batches, on the first"
                                + " batch")
                .put("positions", run.numericFloor().positions())
                .number("largest_logit_difference", run.numericFloor().largestLogitDifference())
                .put("figures", figures)
                .unlessNull(
                        "again",
                        plan.numericFloor().map(other -> again(other, applied)).orElse(null))
                .map();
    }

    private static Map<String, Object> again(Plan.OtherModel other, Map<String, Object> applied) {
        return new Tree()
                .put(
                        "what",
                        "the original once more, as floor.numeric says, on all positions: the arm of role numeric_floor")
                .put("arm", other.name())
                .put("backend", other.model().backend().provider().id())
                .put("options", other.options())
                .put("larger", applied)
                .map();
    }

    private static Map<String, Object> site(Site site, Summary summary) {
        List<Map<String, Object>> arms = new ArrayList<>();
        for (ArmSummary arm : summary.arms()) {
            if (arm.arm().site().equals(site.name())) {
                arms.add(arm(arm));
            }
        }
        return new Tree()
                .put("name", site.name())
                .put("tensor", site.tensor())
                .put("width", site.width())
                .put("arms", arms)
                .map();
    }

    private static Map<String, Object> arm(ArmSummary summary) {
        Arm arm = summary.arm();
        return new Tree()
                .put("name", arm.name())
                .put("type", arm.type())
                .put("role", arm.measuresArithmetic() ? "numeric_floor" : arm.baseline() ? "baseline" : "intervention")
                .unlessNull("matched_to", arm.matchedTo())
                .put("draws", arm.draws())
                .put("random", arm.random())
                .put("family", arm.family())
                .unlessNull("dose", arm.dose())
                .put("figures", figures(summary))
                .put("vectors", vectors(summary.vectors()))
                .put(
                        "floors",
                        byTwo(summary.floors(), FloorSummary::baseline, FloorSummary::figure, ReportModel::floor))
                .put(
                        "recovered",
                        byTwo(
                                summary.recovered(),
                                RecoveredSummary::name,
                                RecoveredSummary::ablation,
                                each -> estimate(each.share()).map()))
                .put(
                        "equivalent_noise",
                        byTwo(
                                summary.equivalentNoise(),
                                EquivalentNoise::family,
                                EquivalentNoise::figure,
                                ReportModel::equivalentNoise))
                .unlessNull("agreement", summary.agreement() == null ? null : agreement(summary.agreement()))
                .put(
                        "classes",
                        byTwo(summary.classes(), ClassSummary::stratifier, ClassSummary::name, ReportModel::ofClass))
                .unlessNull("features", features(summary.features()))
                .unlessNull("sinks", sinks(summary.sinks()))
                .map();
    }

    private static @Nullable Map<String, Object> sinks(@Nullable SinkSummary sinks) {
        if (sinks == null) {
            return null;
        }
        Tree without = new Tree();
        sinks.without()
                .forEach((figure, estimate) ->
                        without.put(figure, estimate(estimate).map()));
        return new Tree()
                .put("count", sinks.sinks())
                .number("median_norm", sinks.medianNorm())
                .put("without", without.map())
                .unlessNull("missing", sinks.missing())
                .map();
    }

    private static @Nullable Map<String, Object> features(@Nullable FeatureUse use) {
        if (use == null) {
            return null;
        }
        return new Tree()
                .put("count", use.features())
                .put("positions", use.positions())
                .put("alive", use.alive())
                .number("alive_share", use.aliveShare())
                .put("dead", use.dead())
                .put("density", use.density())
                .map();
    }

    private static Map<String, Object> figures(ArmSummary summary) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (FigureSummary each : summary.figures()) {
            Tree estimate = estimate(each.estimate());
            if (each.belowNumericFloor()) {
                estimate.put("below_numeric_floor", true);
            }
            if (each.infinite() != null) {
                estimate.number("infinite_positions", each.infinite().positions())
                        .number("mean_of_the_rest", each.infinite().meanOfTheRest());
            }
            if (each.spread() != null) {
                estimate.put("spread", spread(each.spread()));
            }
            figures.put(each.figure().name(), estimate.map());
        }
        return figures;
    }

    private static Map<String, Object> vectors(Map<String, double[]> vectors) {
        Map<String, Object> all = new LinkedHashMap<>();
        vectors.forEach((name, values) -> all.put(name, numbers(values)));
        return all;
    }

    /** Null for what JSON cannot say. */
    private static List<@Nullable Double> numbers(double[] values) {
        List<@Nullable Double> numbers = new ArrayList<>();
        for (double value : values) {
            numbers.add(Double.isFinite(value) ? value : null);
        }
        return numbers;
    }

    private static Map<String, Object> spread(Spread spread) {
        Map<String, Object> histogram = new LinkedHashMap<>();
        spread.histogram().forEach((bin, n) -> histogram.put(bin == Histogram.ZERO ? "zero" : String.valueOf(bin), n));
        Tree tree = new Tree().put("histogram", histogram);
        if (spread.quantiles() != null) {
            tree.number("median", spread.quantiles().median())
                    .number("q90", spread.quantiles().q90())
                    .number("q99", spread.quantiles().q99())
                    .number("top_1_percent", spread.quantiles().topShare());
        }
        return tree.map();
    }

    private static Map<String, Object> floor(FloorSummary each) {
        Tree tree = new Tree()
                .put("floor", estimate(each.floor()).map())
                .put("excess", estimate(each.excess()).map())
                .unlessNull(
                        "ratio",
                        each.ratio() == null ? null : estimate(each.ratio()).map())
                .number("detectable_excess", each.detectable());
        return tree.unlessNull("ranks", each.ranks() == null ? null : ranks(each.ranks()))
                .map();
    }

    private static Map<String, Object> ranks(Ranks ranks) {
        return new Tree()
                .put("above", estimate(ranks.above()).map())
                .put("below", estimate(ranks.below()).map())
                .put("tied", estimate(ranks.tied()).map())
                .put("mid_rank", estimate(ranks.midRank()).map())
                .number("expected_above", ranks.expected())
                .map();
    }

    private static Map<String, Object> equivalentNoise(EquivalentNoise each) {
        return estimate(each.multiple())
                .put("bound", String.valueOf(each.bound()))
                .map();
    }

    private static Map<String, Object> agreement(Agreement agreement) {
        return new Tree()
                .put("figures", agreement.figures())
                .put(
                        "spearman",
                        Stream.of(agreement.matrix()).map(ReportModel::numbers).toList())
                .map();
    }

    private static Map<String, Object> pair(PairSummary pair) {
        return new Tree()
                .put("site", pair.site())
                .put("one", pair.one())
                .put("other", pair.other())
                .put("figure", pair.figure())
                .put("difference", estimate(pair.difference()).map())
                .number("detectable_difference", pair.detectable())
                .map();
    }

    private static Map<String, Object> ofClass(ClassSummary each) {
        Tree figures = new Tree();
        for (ClassFigure figure : each.figures()) {
            Tree value = inClass(figure.value(), each);
            if (figure.ofTotal() != null) {
                value.put("of_total", inClass(figure.ofTotal(), each).map());
            }
            figures.put(figure.figure(), value.map());
        }
        Tree floors = new Tree();
        each.floors().forEach(floor -> floors.put(floor.baseline(), againstClass(floor)));
        return new Tree()
                .put("n", estimate(each.n()).map())
                .put("share", estimate(each.share()).map())
                .put("figures", figures.map())
                .unlessNull("floors", each.floors().isEmpty() ? null : floors.map())
                .map();
    }

    /** Why there is no interval is said once, with the number of positions: thousands of figures would repeat it. */
    private static Tree inClass(Estimate estimate, ClassSummary of) {
        if (estimate.missing() == null || !estimate.missing().equals(of.n().missing())) {
            return estimate(estimate);
        }
        Tree tree = new Tree().number("value", estimate.value());
        return Double.isNaN(estimate.drawError()) ? tree : tree.number("draw_error", estimate.drawError());
    }

    private static Map<String, Object> againstClass(ClassFloor floor) {
        Tree figures = new Tree();
        for (ClassExcess each : floor.figures()) {
            Tree value = new Tree().put("excess", estimate(each.excess()).map());
            if (each.ratio() != null) {
                value.put("ratio", estimate(each.ratio()).map());
            }
            figures.put(each.figure(), value.map());
        }
        return new Tree()
                .put(
                        "share",
                        new Tree()
                                .put("excess", estimate(floor.shareExcess()).map())
                                .map())
                .put("figures", figures.map())
                .map();
    }

    private static Tree estimate(Estimate estimate) {
        Tree tree = new Tree()
                .number("value", estimate.value())
                .number("low", estimate.low())
                .number("high", estimate.high());
        if (!Double.isNaN(estimate.drawError())) {
            tree.number("draw_error", estimate.drawError());
        }
        return tree.unlessNull("missing", estimate.missing());
    }

    private static <T> Map<String, Object> byTwo(
            List<T> items, Function<T, String> outer, Function<T, String> inner, Function<T, Object> value) {
        Map<String, Object> all = new LinkedHashMap<>();
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        for (T item : items) {
            groups.computeIfAbsent(outer.apply(item), key -> new LinkedHashMap<>())
                    .put(inner.apply(item), value.apply(item));
        }
        all.putAll(groups);
        return all;
    }
}
