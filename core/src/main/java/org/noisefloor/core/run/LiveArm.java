package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;

/**
 * An arm with the intervention that carries it out.
 *
 * @param site index among the sites of the run
 * @param matchedTo the arm whose result this one is built from; null for none
 */
record LiveArm(
        Arm arm,
        int site,
        Intervention intervention,
        BatchActivations acts,
        @Nullable LiveArm matchedTo) {

    /** All arms of a run: site by site the interventions, each followed by the baselines matched to it, then the other baselines. */
    static List<LiveArm> create(Plan plan, List<Site> sites, BatchShape shape, Environment environment) {
        List<LiveArm> arms = new ArrayList<>();
        List<LiveArm> ablations = new ArrayList<>();
        try {
            for (int s = 0; s < sites.size(); s++) {
                Site site = sites.get(s);
                ablations.clear();
                List<Chosen<InterventionProvider<?>>> matched = new ArrayList<>();
                for (Chosen<InterventionProvider<?>> chosen : plan.baselines()) {
                    LiveArm baseline = create(chosen, site, s, shape, environment, true, null);
                    if (baseline.intervention().needs().matched()) {
                        baseline.intervention().close();
                        matched.add(chosen);
                    } else {
                        ablations.add(baseline);
                    }
                }
                if (plan.interventions().isEmpty() && !matched.isEmpty()) {
                    throw new UserError(
                            matched.get(0).place() + ": '" + matched.get(0).name()
                                    + "' copies the error of an intervention, but there is none under interventions");
                }
                for (Chosen<InterventionProvider<?>> chosen : plan.interventions()) {
                    LiveArm intervention = create(chosen, site, s, shape, environment, false, null);
                    arms.add(intervention);
                    if (intervention.intervention().needs().matched()) {
                        throw new UserError(chosen.place() + ": '" + chosen.name()
                                + "' is built from another intervention's result, so it belongs under baselines");
                    }
                    if (intervention.arm().random() && !matched.isEmpty()) {
                        throw new UserError(chosen.place() + ": '" + chosen.name() + "' is random, so '"
                                + matched.get(0).name() + "' has no one error to copy; put '" + chosen.name()
                                + "' under baselines, or leave '"
                                + matched.get(0).name() + "' out");
                    }
                    for (Chosen<InterventionProvider<?>> baseline : matched) {
                        arms.add(create(baseline, site, s, shape, environment, true, intervention));
                    }
                }
                arms.addAll(ablations);
            }
            return arms;
        } catch (RuntimeException failed) {
            Stream.concat(arms.stream(), ablations.stream())
                    .distinct()
                    .forEach(arm -> arm.intervention().close());
            throw failed;
        }
    }

    private static LiveArm create(
            Chosen<InterventionProvider<?>> chosen,
            Site site,
            int index,
            BatchShape shape,
            Environment environment,
            boolean baseline,
            @Nullable LiveArm to) {
        Intervention intervention = create(chosen.provider(), chosen.optionsAt(site.name()), site, shape, environment);
        Intervention.Needs needs = intervention.needs();
        Arm arm = new Arm(
                site.name(),
                chosen.name(),
                chosen.provider().id(),
                baseline,
                to == null ? null : to.arm().name(),
                Math.max(1, needs.draws()),
                needs.draws() > 0);
        int observations = baseline ? 0 : intervention.observations().size();
        int features = baseline ? 0 : intervention.features();
        return new LiveArm(
                arm,
                index,
                intervention,
                new BatchActivations(site, shape, needs.everywhere(), observations, features),
                to);
    }

    private static <O extends Record> Intervention create(
            InterventionProvider<O> provider, Record options, Site site, BatchShape shape, Environment environment) {
        return provider.create(provider.options().cast(options), site, shape.rows(), environment);
    }

    List<Intervention.Observation> observations() {
        return arm.baseline() ? List.of() : intervention.observations();
    }

    /** Shows the arm a batch, as one of its draws. */
    void show(Original original, Mask mask, DrawKey key) {
        acts.show(
                original.trace(),
                mask,
                original.firstSequence(),
                key,
                matchedTo == null ? null : matchedTo.acts().replaced());
    }

    Map<String, Object> provenance() {
        return intervention.provenance();
    }
}
