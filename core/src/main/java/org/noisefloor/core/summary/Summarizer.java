package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.api.report.ClassReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.ArmSamples.Entry;

/**
 * Makes the report of a run from its description and its records alone. These are read as often as it takes to hold little of them: of a
 * sequence no more than {@link Heads} keep.
 */
public final class Summarizer {
    /** Raised when a reader of the old form would misread the new one. */
    public static final int VERSION = 3;

    private final RunData data;
    private final RunDescription run;
    private final int resamples;
    private final List<ArmSamples> samples = new ArrayList<>();
    private final NumericFloors numericFloors;
    private final Floors floors;
    private final Pairs pairs;
    private final NoiseEquivalence equivalence;
    private final List<Positions> positions = new ArrayList<>();
    private final List<FeatureUse> features = new ArrayList<>();
    private final List<SinkSummary> sinks = new ArrayList<>();
    private final boolean classIntervals;
    private final Classes classes;

    /**
     * What is summed up otherwise than the run itself did.
     *
     * @param resamples how many make an interval; null for as many as the run's config says
     * @param classIntervals whether there are intervals within classes
     */
    public record Options(@Nullable Integer resamples, boolean classIntervals) {
        /** As the run itself does. */
        public static final Options OF_RUN = new Options(null, true);
    }

    private Summarizer(RunDescription run, FigureCatalogue figures, RecordSource records, Options options, long room) {
        this.run = run;
        this.classIntervals = options.classIntervals();
        this.resamples = options.resamples() == null ? run.inference().resamples() : options.resamples();
        this.data = RunData.of(run, figures, records, run.inference().seed(), resamples, room);
        RankShares shares = new RankShares(data);
        this.equivalence = new NoiseEquivalence(data);
        for (int a = 0; a < run.layout().arms().size(); a++) {
            samples.add(ArmSamples.of(a, data));
            positions.add(new Positions(run.layout(), a));
            features.add(new FeatureUse(a));
            sinks.add(new SinkSummary(a, data));
        }
        this.classes = new Classes(data, samples, classIntervals);
        data.sum(Stream.of(
                        samples.stream().flatMap(ArmSamples::first),
                        positions.stream(),
                        features.stream(),
                        sinks.stream().map(SinkSummary::first),
                        shares.sums(),
                        equivalence.sums(),
                        classes.whole())
                .flatMap(each -> each)
                .map(Summing.class::cast)
                .toList());
        data.sum(Stream.of(
                        samples.stream().flatMap(ArmSamples::second),
                        sinks.stream().flatMap(SinkSummary::second),
                        classes.next())
                .flatMap(each -> each)
                .toList());
        samples.forEach(ArmSamples::end);
        this.numericFloors = NumericFloors.of(data, samples);
        this.floors = new Floors(data, samples, shares);
        this.pairs = new Pairs(samples, Rounding.of(data, numericFloors));
    }

    /**
     * @param figures what the run's metrics make of the sums
     * @param records in order of sequence index
     */
    public static RunReport summarize(
            RunDescription run, FigureCatalogue figures, List<SequenceRecord> records, Options options) {
        return summarize(run, figures, RecordSource.of(records), options);
    }

    /** The same of records that need not be in memory. */
    public static RunReport summarize(
            RunDescription run, FigureCatalogue figures, RecordSource records, Options options) {
        return summarize(run, figures, records, options, RunData.ROOM);
    }

    /** @param room bytes that sums may hold at a time */
    static RunReport summarize(
            RunDescription run, FigureCatalogue figures, RecordSource records, Options options, long room) {
        RunReport report = new Summarizer(run, figures, records, options, room).report();
        return Sureness.told(Gate.judged(report, run, figures), run);
    }

    /**
     * Bytes of heap that summing up takes, about: of the records as many as are held at a time, of sums what fits in the room for these, each
     * figure's resamples, how often documents and sequences count in these, and what {@link Heads} keep.
     *
     * @param numbers bytes of a record's numbers
     */
    public static long heap(Layout layout, int sequences, long numbers, int resamples) {
        long figures = layout.arms().size() * (long) layout.scored().numbers().length;
        long records = Math.min(sequences * numbers, RecordSource.MOST_HELD);
        return records
                + RunData.ROOM
                + 2 * Double.BYTES * figures * resamples
                + 2L * resamples * Math.min(sequences, Resampling.BLOCK)
                + Heads.BYTES * sequences;
    }

    private RunReport report() {
        Map<String, FigureInfo> figures = figures();
        String main = run.layout()
                .mainDivergence(figures::containsKey)
                .map(Layout.Point::figure)
                .orElse(null);
        return new RunReport(
                "noisefloor-report",
                VERSION,
                new RunReport.Model(
                        run.model().backend(),
                        run.model().architecture(),
                        run.model().vocabulary(),
                        run.model().context()),
                positions(),
                new RunReport.Batch(
                        run.shape().sequences(),
                        run.shape().length(),
                        run.shape().threads()),
                run.inference().seed(),
                new RunReport.Bootstrap(
                        resamples,
                        0.95,
                        data.resampling().units().name(),
                        data.resampling().units().count(),
                        main == null ? 0 : floors.comparisons(main),
                        main == null ? 0 : pairs.comparisons(main)),
                main,
                figures,
                numericFloors.report(run.arithmetic()),
                sites(),
                null,
                null,
                pairs.all(),
                new JointCosts(run.layout(), samples).all(),
                Stream.concat(run.warnings().stream(), warnings().stream()).toList());
    }

    private RunReport.Positions positions() {
        Heads heads = data.heads();
        RunDescription.MaskRule mask = run.mask();
        return new RunReport.Positions(
                heads.count(),
                heads.tokens(),
                heads.intervened(),
                heads.scored(),
                heads.ends(),
                heads.nonfinite(),
                mask.special(),
                mask.skipFirst(),
                mask.vocabulary(),
                mask.conventions(),
                MaskInWords.of(mask));
    }

    private Map<String, FigureInfo> figures() {
        Map<String, FigureInfo> all = new LinkedHashMap<>();
        for (ArmSamples arm : samples) {
            for (Entry each : arm.entries()) {
                boolean absentInClasses = each.ofScored()
                        && !Classes.has(each.figure(), run.layout().scored());
                all.computeIfAbsent(
                        each.figure().name(),
                        name -> new FigureInfo(
                                each.metric(),
                                each.figure().unit(),
                                each.figure().kind(),
                                each.ofScored() ? "scored" : "intervened",
                                each.figure().subject(),
                                each.figure().doc(),
                                each.figure().recovered().orElse(null),
                                absentInClasses ? Classes.READS_VECTORS : null));
            }
        }
        return all;
    }

    /** Those of the cut where something is reported, then what was done at several of them in one pass. */
    private List<SiteReport> sites() {
        List<ArmReport> arms = arms();
        List<SiteReport> sites = new ArrayList<>();
        for (RunDescription.SiteFacts site : run.sites()) {
            List<ArmReport> here = at(site.name(), arms);
            if (!here.isEmpty()) {
                sites.add(new SiteReport(site.name(), site.tensor(), site.width(), here));
            }
        }
        run.layout().arms().stream().filter(Arm::actsTogether).findFirst().ifPresent(joint -> {
            List<RunDescription.SiteFacts> all = run.sites().stream()
                    .filter(site -> joint.together().contains(site.name()))
                    .toList();
            sites.add(new SiteReport(
                    joint.site(),
                    all.stream().map(RunDescription.SiteFacts::tensor).collect(Collectors.joining(" + ")),
                    all.stream().mapToInt(RunDescription.SiteFacts::width).sum(),
                    at(joint.site(), arms),
                    joint.together()));
        });
        return sites;
    }

    private List<ArmReport> at(String site, List<ArmReport> arms) {
        List<ArmReport> here = new ArrayList<>();
        for (int a = 0; a < arms.size(); a++) {
            if (samples.get(a).arm().site().equals(site)) {
                here.add(arms.get(a));
            }
        }
        return here;
    }

    private List<ArmReport> arms() {
        List<Map<String, Map<String, FloorContrast>>> contrasts = floors.all();
        List<Map<String, Map<String, ClassReport>>> inClasses = classes.all();
        List<ArmReport> arms = new ArrayList<>();
        for (int a = 0; a < samples.size(); a++) {
            ArmSamples of = samples.get(a);
            Arm arm = of.arm();
            Positions single = positions.get(a);
            arms.add(new ArmReport(
                    arm.name(),
                    arm.type(),
                    arm.role(),
                    arm.matchedTo(),
                    arm.draws().count(),
                    arm.draws().random(),
                    arm.draws().pilot(),
                    arm.family(),
                    arm.dose(),
                    calibration(a),
                    figures(of, single),
                    of.vectors(),
                    contrasts.get(a),
                    recovered(of),
                    arm.asks() ? equivalence.of(a, samples, numericFloors.applied()) : Map.of(),
                    arm.asks() ? single.agreement(figure -> of.find(figure).isPresent()) : null,
                    inClasses.get(a),
                    features.get(a).features(),
                    sinks.get(a).sinks()));
        }
        return arms;
    }

    private @Nullable Map<String, ArmReport.Range> calibration(int a) {
        List<Map<String, List<Double>>> calibrated = run.words().calibrated();
        if (calibrated.isEmpty() || calibrated.get(a).isEmpty()) {
            return null;
        }
        Map<String, ArmReport.Range> ranges = new TreeMap<>();
        calibrated
                .get(a)
                .forEach((name, groups) ->
                        ranges.put(name, new ArmReport.Range(Collections.min(groups), Collections.max(groups))));
        return ranges;
    }

    private Map<String, FigureReport> figures(ArmSamples arm, Positions positions) {
        Map<String, FigureReport> figures = new LinkedHashMap<>();
        for (Entry entry : arm.entries()) {
            String name = entry.figure().name();
            Estimate estimate = entry.estimate();
            boolean below = entry.ofScored()
                    && arm.arm().role() != Role.NUMERIC_FLOOR
                    && entry.figure().kind() == Figure.Kind.DIVERGENCE
                    && numericFloors.isReached(name, estimate.value());
            figures.put(
                    name,
                    new FigureReport(
                            estimate,
                            Resampled.bySequence(entry.bySequence(), estimate),
                            below,
                            positions.infinite(name),
                            positions.spread(name)));
        }
        return figures;
    }

    private Map<String, Map<String, Estimate>> recovered(ArmSamples arm) {
        Map<String, Map<String, Estimate>> all = new LinkedHashMap<>();
        for (Entry entry : arm.entries()) {
            if (entry.figure().recovered().isEmpty()) {
                continue;
            }
            for (ArmSamples ablation : samples) {
                Arm b = ablation.arm();
                if (b.servesAsAblation() && b.site().equals(arm.arm().site()) && !b.equals(arm.arm())) {
                    all.computeIfAbsent(entry.figure().recovered().get(), name -> new LinkedHashMap<>())
                            .put(b.name(), share(entry, ablation));
                }
            }
        }
        return all;
    }

    private Estimate share(Entry entry, ArmSamples ablation) {
        String name = entry.figure().name();
        Entry ofAblation = ablation.entry(name);
        Resampled damage = ofAblation.resampled();
        Estimate estimate = ofAblation.estimate();
        String under = name + " under " + ablation.arm().name();
        if (estimate.missing() != null) {
            return Estimate.undefined(under + ": " + estimate.missing());
        }
        if (!estimate.isAbove(0)) {
            return Estimate.undefined(
                    "the interval of " + under + " does not lie above 0, so there is no damage to recover from");
        }
        if (entry.figure().kind() == Figure.Kind.DIVERGENCE && numericFloors.isReached(name, estimate.value())) {
            return Estimate.undefined(under + " is not above the numeric floor");
        }
        return damage.minus(entry.resampled())
                .over(damage)
                .estimate()
                .because(entry.reason())
                .withDrawError(entry.drawError() / estimate.value());
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        Units units = data.resampling().units();
        if (units.count() < Units.FEW) {
            warnings.add(
                    units.giveIntervals()
                            ? String.format(
                                    Locale.ROOT,
                                    "only %d documents: intervals from fewer than %d lean on the assumption that documents are alike",
                                    units.count(),
                                    Units.FEW)
                            : units.tooFew()
                                    + ", so no verdict either; take more texts, or more of the same (corpus.sequences)");
        }
        int without = data.resampling().leftOut();
        if (without > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d sequences are of documents without a scored position, so they are not resampled",
                    without,
                    data.heads().count()));
        }
        Layout layout = run.layout();
        String once =
                families(layout, arm -> arm.draws().random() && arm.draws().count() == 1);
        if (!once.isEmpty()) {
            warnings.add("drawn once, so that nothing tells how much the draw matters (no draw_error): " + once);
        }
        if (units.giveIntervals()) {
            knowingOneCalibration(layout).ifPresent(warnings::add);
        }
        if (classIntervals && units.giveIntervals() && !layout.stratifiers().isEmpty()) {
            narrowInClasses(layout).ifPresent(warnings::add);
        }
        String tooFew = layout.arms().stream()
                .filter(arm ->
                        arm.draws().pilot() != null && arm.draws().pilot().share() > ArmReport.Pilot.ENOUGH)
                .map(arm -> String.format(
                        Locale.ROOT, "%s ×%d", arm.label(), arm.draws().count()))
                .collect(Collectors.joining(", "));
        if (!tooFew.isEmpty()) {
            warnings.add(
                    "more draws would have been needed for them to be less than a tenth of the variance, by the pilot;"
                            + " draws: auto makes no more than these: " + tooFew);
        }
        return warnings;
    }

    private static String families(Layout layout, Predicate<Arm> of) {
        return layout.arms().stream().filter(of).map(Arm::family).distinct().collect(Collectors.joining(", "));
    }

    /** What is calibrated, and was not dealt its texts by draw or group. */
    private static Optional<String> knowingOneCalibration(Layout layout) {
        String calibrated = families(
                layout, arm -> arm.draws().calibrations() == 1 && !arm.draws().shared());
        return calibrated.isEmpty()
                ? Optional.empty()
                : Optional.of("intervals have no room for other calibration texts of " + calibrated
                        + ", so they are too narrow: with fewer than four draws, or texts of fewer than four documents, all draws"
                        + " know the same texts");
    }

    /** Records hold no sums by class of what knows one group of calibration texts. */
    private static Optional<String> narrowInClasses(Layout layout) {
        String calibrated = IntStream.range(0, layout.arms().size())
                .filter(a -> layout.arms().get(a).draws().recalibrations() > 0 && Classes.haveIntervals(layout, a))
                .mapToObj(a -> layout.arms().get(a).family())
                .distinct()
                .collect(Collectors.joining(", "));
        return calibrated.isEmpty()
                ? Optional.empty()
                : Optional.of("intervals within classes have no room for other calibration texts of " + calibrated
                        + ", as those over all positions have, so they are too narrow");
    }
}
