package org.noisefloor.plugin.kl.lanes;

import java.util.ArrayList;
import java.util.List;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.plugin.kl.exact.DecadeSums;
import org.noisefloor.plugin.kl.exact.Edges;
import org.noisefloor.plugin.kl.exact.ExactPath;
import org.noisefloor.plugin.kl.exact.Quantity;

/** One pass over a position's tokens that sums quantities by decade. */
final class DecadePass {
    private final Edges edges;
    private final LowDecades low;
    private final HighDecades high;
    private final Total mass = new Total(block -> block.p);
    private final Stage[] row;

    /** @param terms the stages up to the quantities' terms */
    DecadePass(List<Quantity> quantities, Edges edges, List<Stage> terms) {
        this.edges = edges;
        low = new LowDecades(quantities, edges);
        high = new HighDecades(quantities, edges, low);
        List<Stage> stages = new ArrayList<>(terms);
        stages.addAll(List.of(mass, mass.sum()));
        stages.addAll(low.stages());
        stages.add(high);
        row = stages.toArray(Stage[]::new);
    }

    /** @return false if the position is one for {@link ExactPath}; the sums are then of no use */
    boolean read(Block block, Comparison c, DecadeSums sums) {
        edges.at(c);
        low.clear();
        high.clear();
        mass.sum().clear();
        if (!block.pass(c, 0, row)) {
            return false;
        }
        sums.clear();
        low.addTo(sums);
        high.addTo(sums);
        return true;
    }

    /** Σ p of the tokens that were not left out; after {@link #read}. */
    double mass() {
        return mass.sum().total(0);
    }
}
