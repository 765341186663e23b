package org.noisefloor.plugin.kl;

import java.util.EnumSet;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.ChainRule;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;
import org.noisefloor.plugin.kl.lanes.Lanes;
import org.noisefloor.plugin.kl.lanes.VectorPath;

/**
 * What this plugin's metrics need of a position, computed once for all of them, by the fastest path that gives it right.
 *
 * <p>What comes with KL is summed first. The rest follows when it is first asked for, and from then on in the same pass, since a run
 * asks the same of every position.
 */
final class Divergences implements Comparison.Work {
    private static final boolean VECTORS = hasVectors();

    /** Below this, the exact path costs next to nothing. */
    private static final int SMALLEST_FOR_VECTORS = 256;

    private final ExactPath exact = new ExactPath();
    private final @Nullable VectorPath vectors = VECTORS ? new VectorPath() : null;
    private final DecadeSums sums = new DecadeSums();
    private @Nullable Comparison comparison;
    /** What some position was asked for, besides what comes with KL. */
    private final Set<Quantity> asked = EnumSet.noneOf(Quantity.class);

    /** The module may stand in any layer of the JVM, so the class is what is asked for. */
    private static boolean hasVectors() {
        try {
            return Lanes.areSupported();
        } catch (NoClassDefFoundError withoutVectorApi) {
            return false;
        }
    }

    private boolean hasRead;
    private boolean exactHasRead;
    private boolean vectorsHaveRead;

    static Divergences of(Comparison comparison) {
        return comparison.shared(Divergences.class, Divergences::new);
    }

    @Override
    public void compute(Comparison comparison) {
        this.comparison = comparison;
        hasRead = false;
        exactHasRead = false;
        vectorsHaveRead = false;
    }

    private @Nullable VectorPath fast() {
        return comparison().vocabulary() >= SMALLEST_FOR_VECTORS ? vectors : null;
    }

    private void read() {
        if (!hasRead) {
            hasRead = true;
            VectorPath fast = fast();
            vectorsHaveRead = fast != null && fast.read(comparison(), asked, sums);
            if (!vectorsHaveRead) {
                exact();
            }
        }
    }

    private Comparison comparison() {
        if (comparison == null) {
            throw new IllegalStateException("asked before a position was computed");
        }
        return comparison;
    }

    private ExactPath exact() {
        if (!exactHasRead) {
            exact.read(comparison(), vectorsHaveRead ? new DecadeSums() : sums);
            exactHasRead = true;
        }
        return exact;
    }

    private DecadeSums holding(Quantity quantity) {
        if (!quantity.comesWithKl() && asked.add(quantity) && vectorsHaveRead) {
            hasRead = false; // once more, with it
        }
        read();
        return sums;
    }

    /** KL in a pass of its own, which is the faster for making no other sum. */
    double klAlone() {
        VectorPath fast = fast();
        OptionalDouble kl = fast == null ? OptionalDouble.empty() : fast.klAlone(comparison());
        return kl.orElseGet(() -> total(Quantity.KL));
    }

    double total(Quantity quantity) {
        return holding(quantity).total(quantity);
    }

    void byDecade(Quantity quantity, double[] out, int at) {
        holding(quantity).copy(quantity, out, at);
    }

    ChainRule split(int token) {
        read();
        if (vectors != null && vectorsHaveRead) {
            return vectors.split(comparison(), token).orElseGet(() -> exact().split(token));
        }
        return exact().split(token);
    }

    /** @param order positive; 1 is KL */
    double renyi(double order) {
        if (order == 1) {
            return total(Quantity.KL);
        }
        read();
        boolean largest = order == Double.POSITIVE_INFINITY;
        if (vectors != null && vectorsHaveRead) {
            return largest
                    ? VectorPath.largestFall(comparison())
                    : vectors.renyi(comparison(), total(Quantity.KL), order).orElseGet(() -> exact().renyi(order));
        }
        return largest ? exact().largestFall() : exact().renyi(order);
    }
}
