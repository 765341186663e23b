package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Environment;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Metric;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.TokenBatch;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.SequenceSource;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;

/**
 * A run: sequences in, records out. Opening it checks everything that can be checked before the first forward pass.
 *
 * <p>The original runs once per batch. For each site, intervention and draw the activation is replaced, the rest of the model
 * resumed, and each scored position compared.
 */
public final class Experiment implements AutoCloseable {
    /** Ids of the floors that every verdict should be seen against. */
    private static final List<String> THREE_FLOORS = List.of("eps_random", "error_shuffled", "cov_random");

    private final Plan plan;
    private final Progress progress;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private final LanguageModel model;
    private final ModelInfo info;
    private final List<Site> sites;
    private final BatchShape shape;
    private final SequenceSource source;
    private final Mask.Rule rule;
    private final int vocabulary;
    private final List<LiveArm> arms;
    private final Measures measures;
    private final List<Point> points;
    private final Scoring scoring;
    private @Nullable NumericFloor numericFloor;
    private final SoFar soFar;
    private long scoredPositions;
    private long nonfinitePositions;

    /** Opens model, corpus and interventions. */
    public static Experiment open(Plan plan, Path cache, Progress progress) {
        return new Experiment(plan, cache, progress);
    }

    private Experiment(Plan plan, Path cache, Progress progress) {
        this.plan = plan;
        this.progress = progress;
        try {
            Environment environment = new Environment(plan.run().threads(), cache);
            model = closing(WholeModel.open(plan.model(), environment));
            info = model.info();
            plan.model()
                    .picked()
                    .ifPresent(found -> progress.note("backend: auto took "
                            + plan.model().backend().provider().id() + ", which " + found));
            info.notes().forEach(this::warn);
            Refusals refusals = new Refusals();
            sites = refusals.tried(() -> SitePatterns.resolve(plan.sites(), model), List.of());
            vocabulary = refusals.tried(() -> VocabularyInUse.of(plan, info), info.vocabulary());
            BatchSize size = refusals.tried(
                    () -> BatchSize.of(plan, sites, info.vocabulary()),
                    new BatchSize(new BatchShape(1, plan.corpus().length()), Optional.empty()));
            size.note().ifPresent(this::warn);
            shape = size.shape();
            Optional<SequenceSource> read = refusals.tried(
                    () -> Optional.of(closing(SequenceSource.open(plan.corpus(), info, cache))), Optional.empty());
            rule = new Mask.Rule(
                    new TreeSet<>(plan.positions()
                            .special()
                            .orElseGet(() -> List.copyOf(info.special().values()))),
                    plan.positions().skipFirst(),
                    plan.conventions() == Plan.Conventions.SAELENS);
            arms = refusals.tried(() -> LiveArm.create(plan, info, sites, shape, environment), List.of());
            arms.forEach(arm -> opened.add(arm.intervention()));
            refusals.throwIfAny();
            source = read.orElseThrow();
            arms.forEach(arm ->
                    arm.intervention().notes().forEach(note -> warn(arm.arm().label() + ": " + note)));
            measures = Measures.of(plan, sites, arms);
            requireTheSameColumnsAtAllSites();
            points = Measures.points(
                    MetricGroup.layout(plan.metrics(), sites.get(0), Metric.Positions.SCORED),
                    measures.scored().get(0));
            soFar = SoFar.of(arms, points);
            new Feasible(plan, source).check(rule, vocabulary, arms);
            warnOfMissingFloors();
            scoring = closing(new Scoring(plan, sites, shape, points, vocabulary, info.vocabulary()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** Of an intervention that is compared with noise: one kind of noise decides nothing. */
    private void warnOfMissingFloors() {
        List<String> missing = new ArrayList<>(THREE_FLOORS);
        arms.stream()
                .map(LiveArm::arm)
                .filter(arm -> arm.isNamedIn(plan.floors()))
                .forEach(arm -> missing.remove(arm.type()));
        if (!plan.interventions().isEmpty() && !plan.floors().isEmpty() && !missing.isEmpty()) {
            warn("the verdict turns with the choice of the noise floor, and this run leaves out "
                    + String.join(", ", missing));
        }
    }

    private void requireTheSameColumnsAtAllSites() {
        List<Layout.MetricColumns> first = MetricGroup.layout(plan.metrics(), sites.get(0), Metric.Positions.SCORED);
        for (Site site : sites) {
            if (!MetricGroup.layout(plan.metrics(), site, Metric.Positions.SCORED)
                    .equals(first)) {
                throw new UserError(plan.file().getFileName() + ": a metric of scored positions has other columns at "
                        + site + " than at " + sites.get(0) + "; run these sites one by one");
            }
        }
    }

    /** Runs everything and hands each sequence's record over as soon as it is complete, in order. */
    public void run(Consumer<SequenceRecord> sink) {
        progress.phase("measuring what arithmetic alone does", 0);
        TokenBatch firstBatch = batch(Batches.next(source.scored(), shape));
        FloatBuffer whole = NumericFloor.whole(model, firstBatch, info.vocabulary());
        try (CutModel cut = model.cutAt(sites, shape)) {
            numericFloor = NumericFloor.measure(
                    whole, cut, firstBatch, rule.of(firstBatch), scoring, sites.get(0), info.vocabulary());
            calibrate(cut);
            long tokens = (long) Math.max(0, source.size()) * shape.length();
            progress.phase(
                    String.format(
                            Locale.ROOT,
                            "scoring %s, each under %d replacements",
                            tokens == 0 ? "all tokens" : String.format(Locale.ROOT, "%,d tokens", tokens),
                            draws()),
                    tokens * draws());
            BatchRun run = new BatchRun(cut, sites, arms, Set.copyOf(plan.floors()), scoring, plan.seed(), progress);
            Iterator<int[]> sequences = source.scored();
            for (int first = 0; sequences.hasNext(); first += shape.sequences()) {
                score(cut, run, Batches.next(sequences, shape), first, sink);
            }
            if (scoredPositions == 0) {
                throw new UserError(
                        plan.file().getFileName() + ": no position was scored: every one is special, skipped"
                                + " (positions), not finite or the last of its sequence");
            }
        }
    }

    private TokenBatch batch(List<int[]> sequences) {
        sequences.forEach(sequence -> Feasible.checkTokens(plan, sequence, vocabulary));
        return new TokenBatch(shape, sequences);
    }

    private void score(CutModel cut, BatchRun run, List<int[]> sequences, int first, Consumer<SequenceRecord> sink) {
        TokenBatch batch = batch(sequences);
        Mask mask = rule.of(batch);
        Original original = scoring.original(cut.run(batch), mask, first);
        if (first == 0) {
            AttentionSink.find(sites, original, mask).ifPresent(this::warn);
        }
        List<SequenceRecord> records = run.records(original, mask, sequences.size());
        scoredPositions += mask.scored(0, shape.rows());
        for (SequenceRecord record : records) {
            nonfinitePositions += record.nonfinite();
            if (nonfinitePositions > plan.run().maxNonfinite()) {
                throw new UserError("the model's logits are NaN or +∞ at " + nonfinitePositions
                        + " positions up to sequence " + record.index() + ", but run.max_nonfinite allows "
                        + plan.run().maxNonfinite());
            }
            sink.accept(record);
            soFar.add(record);
        }
        soFar.sentence().ifPresent(progress::found);
    }

    /** How often a token runs through the rest of the model with something replaced. */
    private long draws() {
        return arms.stream().mapToLong(arm -> arm.arm().draws()).sum();
    }

    /** Two passes at most: what is matched to an intervention is calibrated after it. */
    private void calibrate(CutModel cut) {
        calibrate(cut, arms.stream().filter(arm -> arm.matchedTo() == null).toList());
        calibrate(cut, arms.stream().filter(arm -> arm.matchedTo() != null).toList());
    }

    private void calibrate(CutModel cut, List<LiveArm> group) {
        List<LiveArm> asking = group.stream()
                .filter(arm -> arm.intervention().needs().calibration())
                .toList();
        if (asking.isEmpty()) {
            return;
        }
        Iterator<int[]> sequences = source.calibration().iterator();
        progress.phase("calibrating", (long) source.calibration().size() * shape.length());
        for (int first = 0; sequences.hasNext(); first += shape.sequences()) {
            TokenBatch batch = batch(Batches.next(sequences, shape));
            Mask whole = rule.of(batch);
            Original original = scoring.original(cut.run(batch), whole, first);
            Mask mask = whole.measuredOnly();
            for (LiveArm arm : asking) {
                LiveArm to = arm.matchedTo();
                if (to != null) {
                    to.show(original, mask, DrawKey.of(plan.seed(), to.arm().name(), 0));
                    to.intervention().replace(to.acts());
                    to.acts().restoreOutsideMask();
                }
                arm.show(original, mask, DrawKey.of(plan.seed(), arm.arm().name(), 0));
                arm.intervention().calibrate(arm.acts());
            }
            progress.advance((long) shape.rows());
        }
    }

    /** What the records of this run hold. */
    public Layout layout() {
        List<Layout.MetricColumns> scored = MetricGroup.layout(plan.metrics(), sites.get(0), Metric.Positions.SCORED);
        return new Layout(
                arms.stream().map(LiveArm::arm).toList(),
                scored,
                arms.stream()
                        .map(arm -> arm.arm().replacesActivations()
                                ? MetricGroup.layout(plan.metrics(), sites.get(arm.site()), Metric.Positions.INTERVENED)
                                : List.<Layout.MetricColumns>of())
                        .toList(),
                arms.stream().map(LiveArm::observations).toList(),
                plan.stratifiers().stream()
                        .map(chosen -> new Layout.Classes(
                                chosen.name(), SequenceScorer.create(chosen).classes()))
                        .toList(),
                points);
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        progress.warn(sentence);
    }

    /** What the user was warned of so far. */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What is computed from the sums in the records. */
    public Measures measures() {
        return measures;
    }

    public ModelInfo model() {
        return info;
    }

    public List<Site> sites() {
        return sites;
    }

    public BatchShape shape() {
        return shape;
    }

    public SequenceSource source() {
        return source;
    }

    /** Entries of a logit vector in use. */
    public int vocabulary() {
        return vocabulary;
    }

    /** The token ids outside the mask, sorted. */
    public List<Integer> special() {
        return List.copyOf(rule.special());
    }

    /** The difference between the whole model and the cut one; after {@link #run}. */
    public NumericFloor numericFloor() {
        if (numericFloor == null) {
            throw new IllegalStateException("the numeric floor is known after the run");
        }
        return numericFloor;
    }

    /** How each arm's intervention was made, by arm. */
    public List<Map<String, Object>> provenance() {
        return arms.stream()
                .map(arm -> (Map<String, Object>) new TreeMap<>(arm.provenance()))
                .toList();
    }

    private <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    @Override
    public void close() {
        for (int i = opened.size() - 1; i >= 0; i--) {
            try {
                opened.get(i).close();
            } catch (Exception failed) {
                progress.warn("closing failed: " + failed);
            }
        }
        opened.clear();
    }
}
