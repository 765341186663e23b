package org.noisefloor.core.report;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Figure;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.Measures;
import org.noisefloor.core.summary.Estimate;
import org.noisefloor.core.summary.Summary.ArmSummary;
import org.noisefloor.core.summary.Summary.ClassFigure;
import org.noisefloor.core.summary.Summary.ClassSummary;

/**
 * The names under which a {@linkplain Gate gate} finds what a run found of one intervention: {@code kl}, {@code kl.ratio.FLOOR},
 * {@code kl.excess.FLOOR}, {@code kl.above.FLOOR}, {@code loss_recovered.ABLATION}, {@code equivalent_noise.CURVE.FIGURE},
 * {@code STRATIFIER.CLASS.share} and {@code STRATIFIER.CLASS.FIGURE}.
 */
final class Quantities {
    private static final String SHARE = ".share";

    private Quantities() {}

    /** What is known of an arm; classes without positions are absent, but for their share. */
    static SortedMap<String, Estimate> of(ArmSummary arm) {
        SortedMap<String, Estimate> all = new TreeMap<>();
        arm.figures().forEach(each -> all.put(each.figure().name(), each.estimate()));
        arm.floors().forEach(each -> {
            put(all, each.figure() + ".ratio." + each.baseline(), each.ratio());
            put(all, each.figure() + ".excess." + each.baseline(), each.excess());
            put(
                    all,
                    each.figure() + ".above." + each.baseline(),
                    each.ranks() == null ? null : each.ranks().above());
        });
        arm.recovered().forEach(each -> all.put(each.name() + "." + each.ablation(), each.share()));
        arm.equivalentNoise()
                .forEach(each -> all.put("equivalent_noise." + each.family() + "." + each.figure(), each.multiple()));
        for (ClassSummary each : arm.classes()) {
            String name = each.stratifier() + "." + each.name();
            all.put(name + SHARE, each.share());
            for (ClassFigure figure : each.figures()) {
                all.put(name + "." + figure.figure(), figure.value());
            }
        }
        return all;
    }

    private static void put(SortedMap<String, Estimate> all, String name, @Nullable Estimate estimate) {
        if (estimate != null) {
            all.put(name, estimate);
        }
    }

    /** The names that an arm will have, before anything was measured. */
    static Set<String> names(int arm, Layout layout, Measures measures, Set<String> floors) {
        Set<String> names = new TreeSet<>();
        measures.scored()
                .get(arm)
                .forEach(metric -> metric.figures()
                        .forEach(figure -> ofScored(figure, layout.arms().get(arm), layout, floors, names)));
        measures.intervened().get(arm).forEach(metric -> metric.figures().forEach(figure -> names.add(figure.name())));
        layout.observations().get(arm).forEach(observation -> names.add(observation.name()));
        return names;
    }

    private static void ofScored(Figure figure, Arm arm, Layout layout, Set<String> floors, Set<String> names) {
        names.add(figure.name());
        boolean isPoint =
                layout.points().stream().anyMatch(point -> point.figure().equals(figure.name()));
        for (Arm other : layout.arms()) {
            if (other.isNamedIn(floors) && other.isComparableWith(arm) && figure.kind() != Figure.Kind.LEVEL) {
                names.add(figure.name() + ".excess." + other.name());
                if (figure.kind() == Figure.Kind.DIVERGENCE || figure.kind() == Figure.Kind.SIMILARITY) {
                    names.add(figure.name() + ".ratio." + other.name());
                }
                if (isPoint) {
                    names.add(figure.name() + ".above." + other.name());
                }
            }
            if (other.servesAsAblation() && other.site().equals(arm.site())) {
                figure.recovered().ifPresent(recovered -> names.add(recovered + "." + other.name()));
            }
            if (other.dose() != null && other.isComparableWith(arm) && isPoint) {
                names.add("equivalent_noise." + other.family() + "." + figure.name());
            }
        }
        for (Layout.Classes stratifier : layout.stratifiers()) {
            for (String name : stratifier.names()) {
                names.add(stratifier.stratifier() + "." + name + SHARE);
                names.add(stratifier.stratifier() + "." + name + "." + figure.name());
            }
        }
    }

    /** Of a class without positions nothing is known but its share. */
    static boolean isShareOfEmptyClass(String name) {
        return name.endsWith(SHARE);
    }
}
