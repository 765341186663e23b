package org.noisefloor.api;

import java.util.Optional;

/**
 * A number of the report: a function of sums over positions.
 *
 * @param name as it stands in the report, unique among all metrics of a run
 * @param unit for instance {@code nats}
 * @param kind what may be done with it against a noise floor
 * @param formula the number from the sums; NaN where it is undefined
 * @param recovered the name under which the host reports the share of an ablation's effect that is absent here,
 *     (D_ablation − D) / D_ablation, for instance {@code loss_recovered}; empty for none
 * @param doc one line: what it is
 */
public record Figure(String name, String unit, Kind kind, Formula formula, Optional<String> recovered, String doc) {

    /** What a figure is, and with it what the host may compute from it. */
    public enum Kind {
        /** Non-negative, 0 where nothing changed: ratio to the floor and excess over it. */
        DIVERGENCE,
        /** In 0..1, 1 where nothing changed: enters every comparison as 1 − D. */
        SIMILARITY,
        /** A signed difference, 0 where nothing changed: excess alone, a ratio would mean nothing. */
        DIFFERENCE,
        /** A quotient of two means, undefined where the second is 0: compared with a floor by its difference. */
        QUOTIENT,
        /** A description (a level, a norm): never compared with a floor. */
        LEVEL
    }

    /** A number from sums. */
    @FunctionalInterface
    public interface Formula {

        /** The number; NaN where it is undefined. */
        double of(Sums sums);

        /**
         * Whether what was measured suffices to report the figure. Asked of the whole, not of each resample.
         *
         * @param draws how often each position is in the sums
         */
        default boolean suffices(Sums sums, int draws) {
            return true;
        }

        /** Why {@link #of} gives NaN, or these sums do not {@linkplain #suffices suffice}; one sentence without a full stop. */
        default String whyUndefined(Sums sums, int draws) {
            return "undefined: 0 divided by 0";
        }
    }

    /** The mean of a column over positions. */
    public static Figure mean(String column, String unit, Kind kind, String doc) {
        return new Figure(column, unit, kind, sums -> sums.sum(column) / sums.count(), Optional.empty(), doc);
    }

    /** The same figure, with the share recovered against an ablation reported under a name. */
    public Figure recoveredAs(String name) {
        return new Figure(this.name, unit, kind, formula, Optional.of(name), doc);
    }
}
