package org.noisefloor.core.summary;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;

/**
 * The names under which a {@linkplain Gate gate} finds what a run found of one intervention: {@code kl}, {@code kl.ratio.FLOOR},
 * {@code kl.excess.FLOOR}, {@code kl.above.FLOOR}, {@code loss_recovered.ABLATION}, {@code equivalent_noise.CURVE.FIGURE},
 * {@code STRATIFIER.CLASS.share} and {@code STRATIFIER.CLASS.FIGURE}.
 */
final class Quantities {
    private static final String SHARE = ".share";

    private Quantities() {}

    /** What is known of an arm; classes without positions are absent, but for their share. */
    static SortedMap<String, Estimate> of(ArmReport arm) {
        SortedMap<String, Estimate> all = new TreeMap<>();
        arm.figures().forEach((name, each) -> all.put(name, each.estimate()));
        arm.floors()
                .forEach((floor, figures) -> figures.forEach((name, each) -> {
                    put(all, name + ".ratio." + floor, each.ratio());
                    put(all, name + ".excess." + floor, each.excess());
                    put(
                            all,
                            name + ".above." + floor,
                            each.ranks() == null ? null : each.ranks().above());
                }));
        arm.recovered()
                .forEach((name, ablations) ->
                        ablations.forEach((ablation, share) -> all.put(name + "." + ablation, share)));
        arm.equivalentNoise()
                .forEach((family, figures) -> figures.forEach(
                        (name, each) -> all.put("equivalent_noise." + family + "." + name, each.multiple())));
        arm.classes()
                .forEach((stratifier, classes) -> classes.forEach((name, each) -> {
                    String prefix = stratifier + "." + name;
                    all.put(prefix + SHARE, each.share());
                    each.figures().forEach((figure, value) -> all.put(prefix + "." + figure, value.estimate()));
                }));
        return all;
    }

    private static void put(SortedMap<String, Estimate> all, String name, @Nullable Estimate estimate) {
        if (estimate != null) {
            all.put(name, estimate);
        }
    }

    /** The names that an arm will have, before anything was measured. */
    static Set<String> names(int arm, Layout layout, FigureCatalogue figures) {
        Set<String> names = new TreeSet<>();
        figures.scored(arm).forEach(metric -> metric.figures().forEach(figure -> ofScored(figure, arm, layout, names)));
        figures.intervened(arm).forEach(metric -> metric.figures().forEach(figure -> names.add(figure.name())));
        layout.observations().get(arm).forEach(observation -> names.add(observation.name()));
        return names;
    }

    private static void ofScored(Figure figure, int a, Layout layout, Set<String> names) {
        names.add(figure.name());
        boolean isPoint = layout.point(figure.name()) >= 0;
        if (figure.kind() != Figure.Kind.LEVEL) {
            for (Layout.Floor floor : layout.floorsOf(a)) {
                String name = layout.arms().get(floor.arm()).name();
                names.add(figure.name() + ".excess." + name);
                if (figure.kind() == Figure.Kind.DIVERGENCE || figure.kind() == Figure.Kind.SIMILARITY) {
                    names.add(figure.name() + ".ratio." + name);
                }
                if (isPoint) {
                    names.add(figure.name() + ".above." + name);
                }
            }
        }
        Arm arm = layout.arms().get(a);
        for (Arm other : layout.arms()) {
            if (other.servesAsAblation() && other.site().equals(arm.site())) {
                figure.recovered().ifPresent(recovered -> names.add(recovered + "." + other.name()));
            }
            if (other.isDoseFor(arm) && isPoint) {
                names.add("equivalent_noise." + other.family() + "." + figure.name());
            }
        }
        boolean inClasses = Classes.has(figure, layout.scored());
        for (Layout.Classes stratifier : layout.stratifiers()) {
            for (String name : stratifier.names()) {
                names.add(stratifier.stratifier() + "." + name + SHARE);
                if (inClasses) {
                    names.add(stratifier.stratifier() + "." + name + "." + figure.name());
                }
            }
        }
    }

    /** Of a class without positions nothing is known but its share. */
    static boolean isShareOfEmptyClass(String name) {
        return name.endsWith(SHARE);
    }
}
