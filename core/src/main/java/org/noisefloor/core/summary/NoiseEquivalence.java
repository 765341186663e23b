package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.noisefloor.api.report.ArmReport.EquivalentNoise;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.DoseResponse.Dose;
import org.noisefloor.core.summary.Table.Rows;

/**
 * The size of noise that does the same damage as an intervention, in units of the intervention's own error.
 *
 * <p>From a curve of noise relative to the activation's norm, r* is the dose with the intervention's damage, and the figure is
 * r* divided by r_I, r_I the root mean square of ‖e‖/‖a‖ over scored positions with a ≠ 0. From a curve of noise relative to the error
 * itself, it is the dose s*. A whole model has no error at a site, so of it the figure is r* itself: the size of noise, as a
 * multiple of the activation's norm, that does as much damage as the model differs.
 */
final class NoiseEquivalence {
    private final RunData data;
    /** By intervention that is held against noise relative to the norm. */
    private final Map<Integer, Ratios> relativeErrors = new TreeMap<>();

    NoiseEquivalence(RunData data) {
        this.data = data;
        List<Arm> arms = data.layout().arms();
        for (int a = 0; a < arms.size(); a++) {
            Arm arm = arms.get(a);
            if (arms.stream().anyMatch(dose -> dose.isDoseFor(arm) && isOfNorm(dose, arm))) {
                int at = a;
                relativeErrors.put(a, new Ratios(data.resampling(), 1, record -> relativeErrors(record, at)));
            }
        }
    }

    private static boolean isOfNorm(Arm dose, Arm intervention) {
        return dose.matchedTo() == null && !intervention.replacesModel();
    }

    /** What is summed up. */
    Stream<Summing> sums() {
        return relativeErrors.values().stream().map(each -> each);
    }

    private static Rows relativeErrors(SequenceRecord record, int arm) {
        double squares = 0;
        double positions = 0;
        for (ArmSums draw : record.arms().get(arm)) {
            squares += draw.intervened().relativeError()[0];
            positions += draw.intervened().relativeError()[1];
        }
        return new Rows(new double[][] {{squares}}, new double[] {positions});
    }

    /**
     * A dose-response curve as one intervention is held against it.
     *
     * @param arms by dose
     * @param unit what a dose is divided by
     */
    private record Curve(List<ArmSamples> arms, Resampled unit) {
        double[] doses() {
            return arms.stream().mapToDouble(NoiseEquivalence::dose).toArray();
        }
    }

    /**
     * By curve that fits the intervention and point.
     *
     * @param a the intervention's place
     * @param all the samples of all arms
     * @param numericFloor what arithmetic alone does, by figure
     */
    Map<String, Map<String, EquivalentNoise>> of(int a, List<ArmSamples> all, Map<String, Double> numericFloor) {
        ArmSamples intervention = all.get(a);
        Map<String, List<ArmSamples>> curves = new LinkedHashMap<>();
        for (ArmSamples each : all) {
            if (each.arm().isDoseFor(intervention.arm())) {
                curves.computeIfAbsent(each.arm().family(), family -> new ArrayList<>())
                        .add(each);
            }
        }
        Map<String, Map<String, EquivalentNoise>> found = new LinkedHashMap<>();
        curves.forEach((family, arms) -> {
            arms.sort(Comparator.comparingDouble(NoiseEquivalence::dose));
            boolean ofNorm = isOfNorm(arms.get(0).arm(), intervention.arm());
            Curve curve = new Curve(arms, ofNorm ? relativeError(a) : one());
            Map<String, EquivalentNoise> byFigure = new LinkedHashMap<>();
            for (Point point : data.layout().points()) {
                if (intervention.find(point.figure()).isPresent()) {
                    Double arithmetic = numericFloor.get(point.figure());
                    double floor = arithmetic == null ? 0 : point.distance(arithmetic);
                    byFigure.put(point.figure(), equivalent(point.figure(), intervention, curve, floor));
                }
            }
            found.put(family, byFigure);
        });
        return found;
    }

    private static double dose(ArmSamples arm) {
        return Objects.requireNonNull(arm.arm().dose());
    }

    private EquivalentNoise equivalent(String figure, ArmSamples intervention, Curve curve, double numericFloor) {
        double[] doses = curve.doses();
        Resampled damage = intervention.entry(figure).distance();
        List<Resampled> damages =
                curve.arms().stream().map(arm -> arm.entry(figure).distance()).toList();
        Dose dose = new DoseResponse(
                        doses, damages.stream().mapToDouble(Resampled::value).toArray(), numericFloor)
                .of(damage.value());
        if (Double.isNaN(dose.value())) {
            return new EquivalentNoise(
                    Estimate.undefined(
                            "the damage is undefined, or no dose does finite damage above that of arithmetic alone"),
                    dose.bound());
        }
        if (curve.unit().value() == 0) {
            return new EquivalentNoise(
                    Estimate.undefined("the intervention has no error that noise could be a multiple of"),
                    dose.bound());
        }
        double[] resampled = new double[data.resampling().count()];
        for (int r = 0; r < resampled.length; r++) {
            int at = r;
            double[] measured =
                    damages.stream().mapToDouble(each -> each.resamples()[at]).toArray();
            resampled[r] = new DoseResponse(doses, measured, numericFloor)
                            .of(damage.resamples()[r])
                            .value()
                    / curve.unit().resamples()[r];
        }
        return new EquivalentNoise(
                data.resampling()
                        .resampled(dose.value() / curve.unit().value(), resampled)
                        .estimate(),
                dose.bound());
    }

    private Resampled relativeError(int a) {
        Resampled mean = Objects.requireNonNull(relativeErrors.get(a)).ratios().get(0);
        return mean.with(mean, (one, same) -> Math.sqrt(one));
    }

    private Resampled one() {
        double[] ones = new double[data.resampling().count()];
        Arrays.fill(ones, 1);
        return data.resampling().resampled(1, ones);
    }
}
