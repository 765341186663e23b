package org.noisefloor.api.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one arm did at one site: an intervention, a whole model, a baseline, or the original once more.
 *
 * @param name in the config, with the suffix of its variant
 * @param type its provider's id; {@code model} for a whole model
 * @param matchedTo the intervention whose result it is built from; null for none
 * @param draws how many times it is drawn; 1 for what is deterministic
 * @param random whether the draws differ
 * @param pilot by what their number was decided; null if the config names it
 * @param family the name in the config, which the variants of one entry have in common
 * @param dose the size of the noise, if the family is a dose-response curve; null otherwise
 * @param calibration what the calibration texts made of it, by name; null for what tells nothing of the kind
 * @param figures by name
 * @param vectors means over scored positions and draws of the columns that are vectors, by name
 * @param floors by floor and figure
 * @param recovered by name (for instance {@code loss_recovered}) and ablation: the share of the ablation's damage that is not done
 * @param equivalentNoise by dose-response curve and figure
 * @param agreement of an intervention; null for others, and for fewer than two figures with values at positions
 * @param classes by stratifier and class; a class without positions is absent
 * @param features null for what takes activations apart into none
 * @param sinks null where no metric looked at activations
 */
public record ArmReport(
        String name,
        String type,
        Role role,
        @Nullable String matchedTo,
        int draws,
        boolean random,
        @Nullable Pilot pilot,
        String family,
        @Nullable Double dose,
        @Nullable Map<String, Range> calibration,
        Map<String, FigureReport> figures,
        Map<String, List<Double>> vectors,
        Map<String, Map<String, FloorContrast>> floors,
        Map<String, Map<String, Estimate>> recovered,
        Map<String, Map<String, EquivalentNoise>> equivalentNoise,
        @Nullable Agreement agreement,
        Map<String, Map<String, ClassReport>> classes,
        @Nullable Features features,
        @Nullable Sinks sinks) {

    /** What an arm is there for. */
    public enum Role {
        /** What the run asks about: something in the place of an activation. */
        INTERVENTION,
        /** What the run asks about: another whole model in the original's place. */
        WHOLE_MODEL,
        /** What interventions are compared with: ablations, noise floors, doses. */
        BASELINE,
        /** The original once more, by another engine or in another precision: what arithmetic alone does. */
        NUMERIC_FLOOR;

        /** Whether the run asks about it. */
        public boolean isIntervention() {
            return this == INTERVENTION || this == WHOLE_MODEL;
        }

        /** {@code numeric_floor}. */
        public String inWords() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A look at the first sequences that told how often something random had to be drawn.
     *
     * @param sequences how many
     * @param figure of whose variance draws should be no more than a tenth; null if it told nothing, and the usual number was drawn
     * @param against the intervention in whose comparison with the floor that is so, by ratio or excess; null where it is the figure
     *     of the arm itself
     * @param share of the variance that comes from that many draws, by the pilot's estimate; above a tenth where the most were drawn
     */
    public record Pilot(
            int sequences,
            @Nullable String figure,
            @Nullable String against,
            double share) {
        /** The share that is small enough: intervals are 5 % wider than with endless draws, √(1/(1 − 0.1)). */
        public static final double ENOUGH = 0.1;
    }

    /** From the least to the most over the groups of calibration texts, which are dealt to draws. */
    public record Range(double least, double most) {
        /** The range over both. */
        public Range and(Range other) {
            return new Range(Math.min(least, other.least), Math.max(most, other.most));
        }
    }

    /** A figure; empty if this arm does not have it. */
    public Optional<FigureReport> figure(String figure) {
        return Optional.ofNullable(figures.get(figure));
    }

    /** A figure's estimate; empty if this arm does not have it. */
    public Optional<Estimate> estimate(String figure) {
        return figure(figure).map(FigureReport::estimate);
    }

    /** A figure against a floor; empty if they were not compared. */
    public Optional<FloorContrast> against(String floor, String figure) {
        return Optional.ofNullable(floors.getOrDefault(floor, Map.of()).get(figure));
    }

    /** A class; empty if it holds no position, or there is no such class. */
    public Optional<ClassReport> inClass(String stratifier, String name) {
        return Optional.ofNullable(classes.getOrDefault(stratifier, Map.of()).get(name));
    }

    /**
     * The size of noise that does as much damage, as a multiple of the intervention's own error; of a whole model, of the
     * activation's norm.
     *
     * @param bound whether the value is the answer ({@code =}) or the answer lies beyond the measured doses ({@literal < or >})
     */
    public record EquivalentNoise(Estimate multiple, char bound) {}

    /**
     * Spearman's rank correlation over positions between each pair of figures.
     *
     * @param spearman [figure][figure], NaN where a figure is the same at all positions
     */
    public record Agreement(List<String> figures, List<List<Double>> spearman) {}

    /**
     * How often the features of an intervention are active over a run's intervened positions.
     *
     * @param count how many there are
     * @param positions intervened positions that were looked at
     * @param alive features that were active at least once
     * @param aliveShare of all of them
     * @param dead features that never were
     * @param density features by decade of the share of positions at which they are active, from the rarest that occurs up:
     *     {@code 1e-3} holds shares in [1e-3, 1e-2), {@code 1e-1} those in [1e-1, 1]
     */
    public record Features(
            int count, long positions, int alive, double aliveShare, int dead, Map<String, Integer> density) {}

    /**
     * Activations without attention sinks: positions whose norm is more than ten times the median over the intervened ones.
     *
     * @param count how many there are
     * @param medianNorm over all intervened positions
     * @param without the figures over the other positions; empty where there is no sink
     * @param missing why they cannot be given; null if they can
     */
    public record Sinks(
            int count,
            double medianNorm,
            Map<String, Estimate> without,
            @Nullable String missing) {}
}
