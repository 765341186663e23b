package org.noisefloor.core.summary;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.Layout.Point;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.DoseResponse.Dose;
import org.noisefloor.core.summary.Summary.EquivalentNoise;

/**
 * The size of noise that does the same damage as an intervention, in units of the intervention's own error.
 *
 * <p>From a curve of noise relative to the activation's norm, r* is the dose with the intervention's damage, and the figure is
 * r* divided by r_I, r_I the root mean square of ‖e‖/‖a‖ over scored positions with a ≠ 0. From a curve of noise relative to the error
 * itself, it is the dose s*. A whole model has no error at a site, so of it the figure is r* itself: the size of noise, as a
 * multiple of the activation's norm, that does as much damage as the model differs.
 */
final class NoiseEquivalence {
    private final Layout layout;
    private final List<SequenceRecord> records;
    private final Resampling resampling;

    NoiseEquivalence(Layout layout, List<SequenceRecord> records, Resampling resampling) {
        this.layout = layout;
        this.records = records;
        this.resampling = resampling;
    }

    /**
     * One entry for each curve that fits the intervention and each point.
     *
     * @param all the samples of all arms
     * @param numericFloor what arithmetic alone does, by figure
     */
    List<EquivalentNoise> of(ArmSamples intervention, List<ArmSamples> all, Map<String, Double> numericFloor) {
        Map<String, List<ArmSamples>> curves = new LinkedHashMap<>();
        for (ArmSamples each : all) {
            if (each.arm().dose() != null && each.arm().isComparableWith(intervention.arm())) {
                curves.computeIfAbsent(each.arm().family(), family -> new ArrayList<>())
                        .add(each);
            }
        }
        List<EquivalentNoise> found = new ArrayList<>();
        curves.forEach((family, arms) -> {
            arms.sort(Comparator.comparingDouble(NoiseEquivalence::dose));
            boolean ofNorm =
                    arms.get(0).arm().matchedTo() == null && intervention.arm().replacesActivations();
            Sampled unit = ofNorm ? relativeError(intervention.arm()) : one();
            for (Point point : layout.points()) {
                Double arithmetic = numericFloor.get(point.figure());
                double floor = arithmetic == null ? 0 : point.distance(arithmetic);
                found.add(equivalent(family, point, intervention, arms, unit, floor));
            }
        });
        return found;
    }

    private static double dose(ArmSamples arm) {
        return Objects.requireNonNull(arm.arm().dose());
    }

    private EquivalentNoise equivalent(
            String family,
            Point point,
            ArmSamples intervention,
            List<ArmSamples> curve,
            Sampled unit,
            double numericFloor) {
        double[] doses = curve.stream().mapToDouble(NoiseEquivalence::dose).toArray();
        Sampled damage = distance(point, intervention);
        List<Sampled> damages = curve.stream().map(arm -> distance(point, arm)).toList();
        Dose dose = new DoseResponse(
                        doses, damages.stream().mapToDouble(Sampled::value).toArray(), numericFloor)
                .of(damage.value());
        if (Double.isNaN(dose.value())) {
            return new EquivalentNoise(
                    point.figure(),
                    family,
                    dose.bound(),
                    Estimate.undefined(
                            "the damage is undefined, or no dose does finite damage above that of arithmetic alone"));
        }
        double[] resampled = new double[resampling.count()];
        for (int r = 0; r < resampled.length; r++) {
            int at = r;
            double[] measured =
                    damages.stream().mapToDouble(each -> each.resamples()[at]).toArray();
            resampled[r] = new DoseResponse(doses, measured, numericFloor)
                            .of(damage.resamples()[r])
                            .value()
                    / unit.resamples()[r];
        }
        return new EquivalentNoise(
                point.figure(), family, dose.bound(), new Sampled(dose.value() / unit.value(), resampled).estimate());
    }

    private static Sampled distance(Point point, ArmSamples arm) {
        Sampled sampled = arm.entry(point.figure()).sampled();
        return point.kind() == Figure.Kind.SIMILARITY ? sampled.complement() : sampled;
    }

    private Sampled relativeError(Arm intervention) {
        int a = layout.arms().indexOf(intervention);
        double[][] squares = new double[records.size()][1];
        double[] counts = new double[records.size()];
        for (int s = 0; s < counts.length; s++) {
            for (ArmSums draw : records.get(s).arms().get(a)) {
                squares[s][0] += draw.relativeError()[0];
                counts[s] += draw.relativeError()[1];
            }
        }
        Sampled mean = resampling.ratios(squares, counts, 1).get(0);
        return mean.with(mean, (one, same) -> Math.sqrt(one));
    }

    private Sampled one() {
        double[] ones = new double[resampling.count()];
        Arrays.fill(ones, 1);
        return new Sampled(1, ones);
    }
}
