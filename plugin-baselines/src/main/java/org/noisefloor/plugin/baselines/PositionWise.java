package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;

/**
 * Carries out a rule at every position in the mask.
 *
 * <p>Where the intervention that it is matched to has no error, the activation stays. It stays too where the rule finds no
 * direction. Both are counted.
 */
final class PositionWise implements Intervention {
    /** So many vectors of a usual model fit into the cache beside a row of a matrix. */
    private static final int BLOCK = 16;

    private final Needs needs;
    private final Rule rule;
    private final List<Position> positions;
    private long withoutError;
    private long withoutDirection;

    PositionWise(Needs needs, int width, Rule rule) {
        this.needs = needs;
        this.rule = rule;
        this.positions = Stream.generate(() -> new Position(width)).limit(BLOCK).toList();
    }

    @Override
    public Needs needs() {
        return needs;
    }

    @Override
    public void calibrate(Activations activations) {
        rule.calibrate(activations);
    }

    @Override
    public void calibrated() {
        rule.calibrated();
    }

    @Override
    public void replace(Activations activations) {
        rule.begin(activations);
        int filled = 0;
        for (int row = 0; row < activations.rows(); row++) {
            if (!activations.intervened(row)) {
                continue;
            }
            Position at = positions.get(filled);
            at.read(activations, row, needs.isMatched());
            if (needs.isMatched() && at.errorNorm() == 0) {
                withoutError++;
            } else if (++filled == BLOCK) {
                replace(positions, activations);
                filled = 0;
            }
        }
        replace(positions.subList(0, filled), activations);
    }

    private void replace(List<Position> block, Activations activations) {
        rule.replace(block, activations);
        for (Position at : block) {
            if (!at.write(activations)) {
                withoutDirection++;
            }
        }
    }

    @Override
    public Map<String, Double> calibratedTo() {
        return rule.calibratedTo();
    }

    @Override
    public List<String> notes() {
        return rule.notes();
    }

    /** The counts are sums over draws and positions of what this instance has seen. */
    @Override
    public Map<String, Object> provenance() {
        Map<String, Object> all = new TreeMap<>(rule.provenance());
        if (needs.isMatched()) {
            all.put("kept_without_error", withoutError);
        }
        if (needs.draws() > 0 || withoutDirection > 0) {
            all.put("kept_without_direction", withoutDirection);
        }
        return all;
    }
}
