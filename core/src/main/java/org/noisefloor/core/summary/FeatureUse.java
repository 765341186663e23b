package org.noisefloor.core.summary;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport.Features;
import org.noisefloor.core.record.FeatureCounts;
import org.noisefloor.core.record.SequenceRecord;

/**
 * How often the features of an intervention are active over a run's intervened positions.
 *
 * <p>There is no interval: a bootstrap resample holds fewer different sequences than the run, so it can only lose features, and
 * its percentiles would lie below the value.
 */
final class FeatureUse implements Summing {
    private final int arm;
    private long[] active = {};
    private long positions;

    FeatureUse(int arm) {
        this.arm = arm;
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public void take(Chunk chunk) {
        for (SequenceRecord each : chunk.records()) {
            FeatureCounts counts = each.features().get(arm);
            active = active.length == 0 ? new long[counts.features()] : active;
            for (int n = 0; n < counts.active().length; n++) {
                active[counts.active()[n]] += counts.positions()[n];
            }
            positions += each.intervened();
        }
    }

    /** The features of the arm; null if its intervention has none. */
    @Nullable
    Features features() {
        return active.length == 0 ? null : of(active, positions);
    }

    static Features of(long[] active, long positions) {
        int alive = 0;
        int[] byDecade = new int[20]; // 10^19 is beyond a long
        for (long each : active) {
            if (each > 0) {
                alive++;
                byDecade[decade(each, positions)]++;
            }
        }
        Map<String, Integer> density = new LinkedHashMap<>();
        for (int decade = byDecade.length - 1; decade > 0; decade--) {
            if (byDecade[decade] > 0 || !density.isEmpty()) {
                density.put("1e-" + decade, byDecade[decade]);
            }
        }
        return new Features(
                active.length, positions, alive, (double) alive / active.length, active.length - alive, density);
    }

    /** The smallest k ≥ 1 with active/positions ≥ 10^−k, in whole numbers, so that a share of 0.001 is one. */
    private static int decade(long active, long positions) {
        int decade = 1;
        for (long needed = (positions + 9) / 10; active < needed; needed = (needed + 9) / 10) {
            decade++;
        }
        return decade;
    }
}
