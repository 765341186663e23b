package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.Estimate;

/** A quantity of a run, and what some of its documents said of it. */
final class RedrawnRow {
    private final String name;
    private final double truth;
    private final List<Estimate> said = new ArrayList<>();

    /** @param truth what all documents say */
    RedrawnRow(String name, double truth) {
        this.name = name;
        this.truth = truth;
    }

    /** @param estimate null where these documents have no such quantity */
    void take(@Nullable Estimate estimate) {
        said.add(estimate == null ? Estimate.undefined("there is none") : estimate);
    }

    String name() {
        return name;
    }

    double truth() {
        return truth;
    }

    List<Estimate> said() {
        return List.copyOf(said);
    }

    /** How often the interval held the truth. */
    Rate holds() {
        Rate rate = Rate.NONE;
        for (Estimate each : said) {
            rate = rate.and(Promise.isHeld(each, truth));
        }
        return rate;
    }

    /** How often the truth lay below the interval. */
    Rate below() {
        Rate rate = Rate.NONE;
        for (Estimate each : said) {
            rate = rate.and(each.isAbove(truth));
        }
        return rate;
    }
}
