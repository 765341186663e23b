package org.noisefloor.core.selftest;

import java.util.List;
import java.util.Locale;
import org.noisefloor.api.report.Estimate;

/** What reports promise of their intervals, and how it is told whether they keep it. */
final class Promise {
    /** From so many documents on. */
    private static final int ENOUGH = 12;

    private static final double LEAST = 0.93;
    private static final double MOST = 0.97;
    /** With fewer documents: the bootstrap of so few is too coarse for more. */
    private static final double LEAST_OF_FEW = 0.88;

    private static final double MOST_OF_FEW = 0.99;

    /** How rarely a sound installation may fail. */
    static final double ERROR = 0.001;

    private Promise() {}

    static boolean isHeld(Estimate estimate, double truth) {
        return estimate.hasInterval() && !estimate.isAbove(truth) && !estimate.isBelow(truth);
    }

    static double least(int documents) {
        return documents < ENOUGH ? LEAST_OF_FEW : LEAST;
    }

    private static double most(int documents) {
        return documents < ENOUGH ? MOST_OF_FEW : MOST;
    }

    static Bound bound(Amount amount, double error) {
        return new Bound(amount.repetitions(), least(amount.documents()), most(amount.documents()), error);
    }

    static String percent(int count, Amount amount) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * count / amount.repetitions());
    }

    static String percent(Rate rate) {
        return rate.of() == 0 ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * rate.share());
    }

    static String verdict(List<String> failures, Amount amount) {
        return failures.isEmpty()
                ? String.format(
                        Locale.ROOT,
                        "Reports keep their word here. They promise 95 %% within two points%s; so many repetitions would show a%n"
                                + "rate that is off by much more, and did not.%n",
                        amount.documents() < ENOUGH ? ", from " + ENOUGH + " documents on" : "")
                : "Reports do NOT keep their word here:\n- " + String.join("\n- ", failures) + "\n";
    }

    /** Value and interval as cells of a CSV file. */
    static String cells(Estimate estimate) {
        return estimate.value() + "," + estimate.low() + "," + estimate.high();
    }
}
