package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.List;

/**
 * A measured dose-response curve, read backwards: which dose does a given damage? Piecewise linear in (log dose, log damage),
 * damage replaced by its running maximum. Points with a damage of at most the numeric floor, not positive or infinite are left out.
 */
final class DoseResponse {
    private final List<Double> doses = new ArrayList<>();
    private final List<Double> damages = new ArrayList<>();

    /**
     * @param doses ascending, positive
     * @param damages of each dose
     * @param numericFloor what arithmetic alone does
     */
    DoseResponse(double[] doses, double[] damages, double numericFloor) {
        double highest = 0;
        for (int i = 0; i < doses.length; i++) {
            if (damages[i] > 0 && damages[i] > numericFloor && damages[i] < Double.POSITIVE_INFINITY) {
                highest = Math.max(highest, damages[i]);
                this.doses.add(doses[i]);
                this.damages.add(highest);
            }
        }
    }

    /**
     * The dose, or the end of the curve beyond which it lies.
     *
     * @param bound {@code =}, or {@literal < or >} where only a bound can be given
     */
    record Dose(double value, char bound) {
        static final Dose UNKNOWN = new Dose(Double.NaN, '=');
    }

    /** The dose that does a damage; {@link Dose#UNKNOWN} for an undefined damage, or a curve without points. */
    Dose of(double damage) {
        if (doses.isEmpty() || Double.isNaN(damage)) {
            return Dose.UNKNOWN;
        }
        int last = doses.size() - 1;
        if (damage < damages.get(0)) {
            return new Dose(doses.get(0), '<');
        }
        if (damage > damages.get(last)) {
            return new Dose(doses.get(last), '>');
        }
        int i = 0;
        while (damages.get(i) < damage) {
            i++;
        }
        if (i == 0) {
            return new Dose(doses.get(0), '=');
        }
        double share = Math.log(damage / damages.get(i - 1)) / Math.log(damages.get(i) / damages.get(i - 1));
        return new Dose(doses.get(i - 1) * Math.pow(doses.get(i) / doses.get(i - 1), share), '=');
    }
}
