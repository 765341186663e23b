package org.noisefloor.api.metric;

import java.util.List;
import java.util.Optional;

/**
 * A number of the report: a function of sums over positions. Immutable; each method that adds something gives a new one.
 *
 * <p>{@code Figure.mean("ce_delta", "nats", Kind.DIFFERENCE, "mean rise of the cross-entropy")} is the mean of a column;
 * anything else is built: {@code Figure.named("fvu").unit("share").reading("error", "variance").doc("…").of(sums -> …)}.
 *
 * <p>A figure says which columns it reads, since from that follows where it can be computed: columns that are vectors are not
 * summed within classes. Reading another column than these is a defect.
 */
public final class Figure {

    /** What a figure is, and with it what the host may compute from it. */
    public enum Kind {
        /** Non-negative, 0 where nothing changed: ratio to the floor and excess over it. More is worse. */
        DIVERGENCE,
        /** In 0..1, 1 where nothing changed: enters every comparison as 1 − D. Less is worse. */
        SIMILARITY,
        /** A signed difference, 0 where nothing changed: excess alone, a ratio would mean nothing. See {@link Figure#moreIsWorse}. */
        DIFFERENCE,
        /** A quotient of two means, undefined where the second is 0: compared with a floor by its difference. */
        QUOTIENT,
        /** A description (a level, a norm): never compared with a floor. */
        LEVEL
    }

    /** What a figure tells of. */
    public enum Subject {
        /** What the change does, or the model with it: differs from arm to arm. */
        CHANGE,
        /** The original alone: the same whatever is changed, so that a report says it once. */
        ORIGINAL
    }

    /** A number from sums. */
    @FunctionalInterface
    public interface Formula {

        /** The number; NaN where it is undefined. May be asked from several threads at once. */
        double of(Sums sums);

        /**
         * Whether what was measured suffices to report the figure. Asked of the whole, not of each resample.
         *
         * @param draws how often each position is in the sums
         */
        default boolean suffices(Sums sums, int draws) {
            return true;
        }

        /**
         * Why {@link #of} gives NaN, or these sums do not {@linkplain #suffices suffice}; one sentence without a full stop. Not
         * asked where a sum that the figure reads is itself undefined, which the host sees and says.
         */
        default String whyUndefined(Sums sums, int draws) {
            return "undefined: 0 divided by 0";
        }
    }

    private final Builder made;
    private final Formula formula;

    private Figure(Builder made, Formula formula) {
        this.made = new Builder(made);
        this.formula = formula;
    }

    /**
     * The mean of a column over positions. A figure of its column's name that is a divergence, a similarity or a difference has a
     * value at every single position.
     *
     * @param column its name is the figure's
     * @param unit for instance {@code nats}; empty for a pure number
     * @param doc one line: what it is
     */
    public static Figure mean(String column, String unit, Kind kind, String doc) {
        return named(column).unit(unit).kind(kind).reading(column).doc(doc).of(sums -> sums.sum(column) / sums.count());
    }

    /**
     * Starts a figure that is a {@link Kind#LEVEL} without unit, about the change.
     *
     * @param name as it stands in the report, unique among all metrics of a run: lower-case letters, digits and underscores
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** A figure without its formula. */
    public static final class Builder {
        private final String name;
        private String unit = "";
        private Kind kind = Kind.LEVEL;
        private Subject subject = Subject.CHANGE;
        private boolean byBatchForPeers;
        private List<String> reads = List.of();
        private boolean moreIsWorse;
        private Optional<String> recovered = Optional.empty();
        private String doc = "";

        private Builder(String name) {
            this.name = name;
        }

        private Builder(Builder other) {
            this(other.name, other);
        }

        private Builder(String name, Builder other) {
            this.name = name;
            this.unit = other.unit;
            this.kind = other.kind;
            this.subject = other.subject;
            this.byBatchForPeers = other.byBatchForPeers;
            this.reads = other.reads;
            this.moreIsWorse = other.moreIsWorse;
            this.recovered = other.recovered;
            this.doc = other.doc;
        }

        /** For instance {@code nats}; empty for a pure number. */
        public Builder unit(String unitInWords) {
            this.unit = unitInWords;
            return this;
        }

        public Builder kind(Kind of) {
            this.kind = of;
            return this;
        }

        /** The columns that the formula reads, all of them; none for one that needs the number of positions alone. */
        public Builder reading(String... columns) {
            this.reads = List.of(columns);
            return this;
        }

        /** One line: what it is. */
        public Builder doc(String line) {
            this.doc = line;
            return this;
        }

        /** It tells of the original alone: the same whatever is changed. */
        public Builder ofTheOriginal() {
            this.subject = Subject.ORIGINAL;
            return this;
        }

        /**
         * Peers take the mean over batches of this figure: under {@code conventions: saelens} the host does so too, with the formula of
         * each batch's sums. Else, and in classes, it is the formula of the sums over the run, sums over sums.
         */
        public Builder byBatchForPeers() {
            this.byBatchForPeers = true;
            return this;
        }

        /** The figure. */
        public Figure of(Formula formula) {
            return new Figure(this, formula);
        }
    }

    /**
     * The same figure, with the share recovered against an ablation reported under a name: (D_ablation − D) / D_ablation, for instance
     * {@code loss_recovered}.
     */
    public Figure recoveredAs(String name) {
        Builder changed = new Builder(made);
        changed.recovered = Optional.of(name);
        return new Figure(changed, formula);
    }

    /** The same signed difference, of which more is worse, so that there is a verdict on it against a noise floor. */
    public Figure moreIsWorse() {
        Builder changed = new Builder(made);
        changed.moreIsWorse = true;
        return new Figure(changed, formula);
    }

    /** The same figure of the original alone, see {@link Subject#ORIGINAL}. */
    public Figure ofTheOriginal() {
        return new Figure(new Builder(made).ofTheOriginal(), formula);
    }

    /** The same figure with another formula, as the host wraps one. */
    public Figure withFormula(Formula other) {
        return new Figure(made, other);
    }

    /** The same figure under other names of itself and of its columns, as the host gives them to a metric's second entry. */
    public Figure renamed(String name, List<String> columns, Formula other) {
        Builder changed = new Builder(name, made);
        changed.reads = List.copyOf(columns);
        return new Figure(changed, other);
    }

    /** As it stands in the report. */
    public String name() {
        return made.name;
    }

    public String unit() {
        return made.unit;
    }

    public Kind kind() {
        return made.kind;
    }

    public Subject subject() {
        return made.subject;
    }

    /** Whether it is the mean over batches under a peer's conventions, see {@link Builder#byBatchForPeers}. */
    public boolean isByBatchForPeers() {
        return made.byBatchForPeers;
    }

    /** The columns that the formula reads. */
    public List<String> reads() {
        return made.reads;
    }

    /** Whether more of it is more damage, or less of it, so that a verdict against a noise floor makes sense. */
    public boolean hasDirection() {
        return switch (made.kind) {
            case DIVERGENCE, SIMILARITY -> true;
            case DIFFERENCE -> made.moreIsWorse;
            case QUOTIENT, LEVEL -> false;
        };
    }

    public Formula formula() {
        return formula;
    }

    /** The name under which the share of an ablation's effect that is absent here is reported; empty for none. */
    public Optional<String> recovered() {
        return made.recovered;
    }

    public String doc() {
        return made.doc;
    }

    @Override
    public String toString() {
        return made.name;
    }
}
