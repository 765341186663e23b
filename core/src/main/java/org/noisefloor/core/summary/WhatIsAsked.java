package org.noisefloor.core.summary;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.About;
import org.noisefloor.core.config.Condition;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Until;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;

/** What a config's {@code gate} and {@code until} ask for, beside what its run will measure. */
public final class WhatIsAsked {
    private final Layout layout;
    private final FigureCatalogue figures;
    private final Map<String, String> addable;

    private WhatIsAsked(Layout layout, FigureCatalogue figures, Map<String, String> addable) {
        this.layout = layout;
        this.figures = figures;
        this.addable = addable;
    }

    /**
     * Refuses what the run will not measure, before it measures anything.
     *
     * @param addable ids of what could be added to the config, with the key that would list them
     * @throws UserError with all of it, a line each
     */
    public static void check(
            List<Condition> gate,
            Optional<Until> until,
            Layout layout,
            FigureCatalogue figures,
            Map<String, String> addable) {
        WhatIsAsked asked = new WhatIsAsked(layout, figures, addable);
        Mistakes mistakes = new Mistakes();
        gate.forEach(each -> asked.mistake(each.about())
                .ifPresent(sentence -> mistakes.add(new UserError(each.place() + ": gate: " + sentence))));
        until.ifPresent(each -> asked.mistake(each.about())
                .ifPresent(sentence -> mistakes.add(new UserError(each.place() + ": until.figure: " + sentence))));
        mistakes.throwIfAny();
    }

    private Optional<String> mistake(About about) {
        Set<String> names = new TreeSet<>();
        Set<String> arms = new TreeSet<>();
        Set<String> sites = new TreeSet<>();
        for (int a = 0; a < layout.arms().size(); a++) {
            Arm arm = layout.arms().get(a);
            if (!arm.asks()) {
                continue;
            }
            arms.add(arm.name());
            sites.add(arm.site());
            if (about.isOf(arm.name(), arm.site())) {
                names.addAll(Quantities.names(a, layout, figures));
            }
        }
        if (arms.isEmpty()) {
            return Optional.of("'" + about.quantity()
                    + "' is asked of interventions, of which this run has none; add one to 'interventions'");
        }
        return about.intervention()
                .filter(name -> !arms.contains(name))
                .map(name -> UserError.unknownText("intervention", name, arms))
                .or(() -> about.site()
                        .filter(name -> !sites.contains(name))
                        .map(name -> UserError.unknownText("site of the run", name, sites)))
                .or(() -> Optional.of(about.quantity())
                        .filter(name -> !names.contains(name))
                        .map(name -> leftOut(name).orElseGet(() -> UserError.unknownText("quantity", name, names))));
    }

    /** What a quantity is made of that the run leaves out, and could have. */
    private Optional<String> leftOut(String quantity) {
        return Stream.of(quantity.split("\\."))
                .filter(addable::containsKey)
                .findFirst()
                .map(id -> "quantity '" + quantity + "' needs '" + id + "', which this run leaves out; add it to '"
                        + addable.get(id) + "'");
    }
}
