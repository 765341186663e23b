package org.noisefloor.api.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run found: a function of its records, its description and nothing else. {@code report.json} is its serialisation, key for
 * component, in snake case; numbers that JSON cannot say are null there.
 *
 * @param format {@code noisefloor-report}
 * @param version of the form of {@code report.json}
 * @param seed of draws and resamples
 * @param mainDivergence the figure that verdicts are told by: KL if it was measured, or else the run's first divergence; null if there
 *     is none
 * @param figures what each figure is, by name
 * @param gate what came of the conditions of the config; null if it has none
 * @param until how sure it is beside how sure it was to be; null if the config does not say
 * @param pairs each two interventions of a site, compared
 * @param together what joint splices cost beside their parts; null where sites are spliced alone
 * @param warnings what a user should know, a sentence each without a full stop
 */
public record RunReport(
        String format,
        int version,
        Model model,
        Positions positions,
        Batch batch,
        long seed,
        Bootstrap bootstrap,
        @Nullable String mainDivergence,
        Map<String, FigureInfo> figures,
        NumericFloor numericFloor,
        List<SiteReport> sites,
        @Nullable List<GateOutcome> gate,
        @Nullable Until until,
        List<Pair> pairs,
        @Nullable List<JointCost> together,
        List<String> warnings) {

    /** A site; empty if the run was not there. */
    public Optional<SiteReport> site(String name) {
        return sites.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /** The arms of all sites, in the order of the run. */
    public List<ArmReport> arms() {
        return sites.stream().flatMap(site -> site.arms().stream()).toList();
    }

    /** What a figure is; empty if the run does not have it. */
    public Optional<FigureInfo> figure(String name) {
        return Optional.ofNullable(figures.get(name));
    }

    /** The same with what came of the gate. */
    public RunReport withGate(List<GateOutcome> outcomes) {
        return new RunReport(
                format,
                version,
                model,
                positions,
                batch,
                seed,
                bootstrap,
                mainDivergence,
                figures,
                numericFloor,
                sites,
                outcomes,
                until,
                pairs,
                together,
                warnings);
    }

    /** The same with how sure it is. */
    public RunReport withUntil(Until sure) {
        return new RunReport(
                format,
                version,
                model,
                positions,
                batch,
                seed,
                bootstrap,
                mainDivergence,
                figures,
                numericFloor,
                sites,
                gate,
                sure,
                pairs,
                together,
                warnings);
    }

    /** @param context the longest sequence in tokens; null if the model does not say */
    public record Model(
            String backend,
            String architecture,
            int vocabulary,
            @Nullable Integer context) {}

    /**
     * How much was measured, and by which rule.
     *
     * @param ends last positions at which predictions were compared although they have no correct token
     * @param nonfinite positions left out, since some arm's logits are NaN or +∞ there
     * @param special token ids that are neither intervened on nor scored
     * @param skipFirst positions at the start of a sequence that are not either
     * @param vocabulary entries of a logit vector in use
     * @param conventions whose rules decide which positions enter which mean: {@code noisefloor} or {@code saelens}
     * @param rule the same in words
     */
    public record Positions(
            int sequences,
            long tokens,
            long intervened,
            long scored,
            long ends,
            long nonfinite,
            List<Integer> special,
            int skipFirst,
            int vocabulary,
            String conventions,
            String rule) {}

    /** The shape at which everything ran. */
    public record Batch(int sequences, int length, int threads) {}

    /**
     * How intervals and verdicts are made.
     *
     * @param unit what is drawn with replacement: {@code document}
     * @param units how many of them
     * @param comparisons how many verdicts by the main divergence hold together at that level (Holm 1979); those by each other figure
     *     do so among themselves
     * @param pairComparisons the same of the verdicts on {@link Pair}s of interventions
     */
    public record Bootstrap(
            int resamples, double level, String unit, int units, int comparisons, int pairComparisons) {}

    /**
     * What arithmetic alone does: the whole model, one sequence at a time, against the cut one in batches, on the first batch.
     *
     * @param figures by name; NaN where undefined
     * @param again the original once more by another engine or in another precision; null if the config does not ask
     */
    public record NumericFloor(
            String what,
            long positions,
            double largestLogitDifference,
            Map<String, Double> figures,
            @Nullable Again again) {}

    /**
     * The original once more, on all positions.
     *
     * @param arm the name of the arm that it is
     * @param larger by figure, the larger of the two ways: what divergences are marked by
     */
    public record Again(
            String what, String arm, String backend, Map<String, Object> options, Map<String, Double> larger) {}

    /**
     * A condition of the config's gate for one intervention at one site.
     *
     * @param value the number that was compared; NaN if it is undefined
     * @param missing why it is undefined; null if it is not
     */
    public record GateOutcome(
            String condition,
            String site,
            String intervention,
            double value,
            boolean holds,
            @Nullable String missing) {}

    /**
     * The width of an interval at which the run was to end.
     *
     * @param figure whose interval it is, as the config has it
     * @param width how narrow it was to be: {@code 5 %} of the value, or a number in the figure's unit
     * @param looks after how many sequences the run was looked at; the last is all that it might take. Each interval of the report has as
     *     much more room as it takes to hold whichever of them ended the run
     * @param reached whether it is that narrow
     * @param widest the width of the widest, from end to end, in per cent of its value if {@code width} is, and infinite
     *     where that is 0; NaN if it has no interval
     * @param site where that is
     * @param intervention of which it is
     */
    public record Until(
            String figure,
            String width,
            List<Integer> looks,
            boolean reached,
            double widest,
            String site,
            String intervention) {}

    /**
     * Two interventions at one site on the same positions.
     *
     * @param difference the figure of {@code one} minus that of {@code other}
     * @param detectableDifference the smallest difference that a run of this size detects: 2.8 bootstrap standard errors,
     *     and more where documents are few, as intervals are wider
     * @param arithmetic how far arithmetic alone could move the difference; NaN where a side is not finite
     * @param verdict on {@code one}, judged with all other pairs; null for a figure of which neither more nor less is worse
     */
    public record Pair(
            String site,
            String one,
            String other,
            String figure,
            Estimate difference,
            double detectableDifference,
            double arithmetic,
            @Nullable Verdict verdict) {}

    /**
     * A cost of an arm at several sites of one pass, beside what the same arm costs at each of them alone.
     *
     * @param arm its name
     * @param matchedTo the intervention whose errors it copies; null for none
     * @param figure a divergence or a difference
     * @param joint the figure of the joint splice
     * @param sum of the figure at each site alone
     * @param difference joint − sum: above 0 where errors make each other worse, below 0 where a later site mends what an earlier one did
     * @param detectableDifference the smallest difference that a run of this size detects: 2.8 bootstrap standard errors,
     *     and more where documents are few, as intervals are wider
     */
    public record JointCost(
            String arm,
            @Nullable String matchedTo,
            String figure,
            Estimate joint,
            Estimate sum,
            Estimate difference,
            double detectableDifference) {}
}
