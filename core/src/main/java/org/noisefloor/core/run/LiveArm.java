package org.noisefloor.core.run;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.CutModel;
import org.noisefloor.api.Environment;
import org.noisefloor.api.Intervention;
import org.noisefloor.api.InterventionProvider;
import org.noisefloor.api.InterventionProvider.Variant;
import org.noisefloor.api.ModelInfo;
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
    static List<LiveArm> create(
            Plan plan, ModelInfo original, List<Site> sites, BatchShape shape, Environment environment) {
        List<LiveArm> made = new ArrayList<>();
        Refusals refusals = new Refusals();
        try {
            List<LiveArm> arms = new ArrayList<>();
            requireRulers(plan, sites, refusals);
            for (int s = 0; s < sites.size(); s++) {
                FloatBuffer shared = BatchActivations.room(sites.get(s), shape);
                AtSite at = new AtSite(sites.get(s), s, original, shape, environment, shared, made, refusals);
                arms.addAll(refusals.tried(() -> at.arms(plan), List.of()));
            }
            refusals.throwIfAny();
            return arms;
        } catch (RuntimeException failed) {
            made.forEach(arm -> arm.intervention().close());
            throw failed;
        }
    }

    private static void requireRulers(Plan plan, List<Site> sites, Refusals refusals) {
        List<String> names = sites.stream().map(Site::name).toList();
        for (Plan.OtherModel each : plan.otherModels()) {
            String ruler = each.ruler().orElse(names.get(0));
            if (!names.contains(ruler)) {
                refusals.tried(
                        () -> {
                            throw UserError.unknown(each.place() + ": " + each.name(), "site of the run", ruler, names);
                        },
                        List.of());
            }
        }
    }

    /**
     * @param shared room for the replacement of any baseline: only that of an intervention is looked at again
     * @param made takes every arm as soon as it is made, so that all are closed if one fails
     * @param refusals takes what providers refuse, so that the mistakes of all of them are told together
     */
    private record AtSite(
            Site site,
            int index,
            ModelInfo original,
            BatchShape shape,
            Environment environment,
            FloatBuffer shared,
            List<LiveArm> made,
            Refusals refusals) {

        List<LiveArm> arms(Plan plan) {
            List<LiveArm> ablations = new ArrayList<>();
            List<Chosen<InterventionProvider<?>>> matched = new ArrayList<>();
            for (Chosen<InterventionProvider<?>> chosen : plan.baselines()) {
                List<LiveArm> baselines = create(chosen, true, null);
                if (baselines.stream()
                        .anyMatch(each -> each.intervention.needs().matched())) {
                    baselines.forEach(each -> each.intervention.close());
                    matched.add(chosen);
                } else {
                    ablations.addAll(baselines);
                }
            }
            if (plan.interventions().isEmpty() && !matched.isEmpty()) {
                throw new UserError(
                        matched.get(0).place() + ": '" + matched.get(0).name()
                                + "' copies the error of an intervention, but there is none under interventions that replaces an"
                                + " activation");
            }
            List<LiveArm> arms = new ArrayList<>();
            for (Chosen<InterventionProvider<?>> chosen : plan.interventions()) {
                for (LiveArm intervention : create(chosen, false, null)) {
                    refuse(intervention, chosen, matched);
                    arms.add(intervention);
                    matched.forEach(baseline -> arms.addAll(create(baseline, true, intervention)));
                }
            }
            for (Plan.OtherModel other : plan.otherModels()) {
                if (other.ruler().map(site.name()::equals).orElse(index == 0)) {
                    arms.addAll(wholeModel(other, false));
                }
            }
            arms.addAll(ablations);
            if (index == 0) {
                plan.numericFloor().ifPresent(other -> arms.addAll(wholeModel(other, true)));
            }
            requireUniqueNames(arms);
            return arms;
        }

        /** A variant is named after its entry, which may be what another entry is called. */
        private static void requireUniqueNames(List<LiveArm> arms) {
            Set<String> labels = new HashSet<>();
            for (LiveArm each : arms) {
                if (!labels.add(each.arm.label())) {
                    throw new UserError("two entries give '" + each.arm.label() + "'; give one of them another name");
                }
            }
        }

        private static void refuse(
                LiveArm intervention,
                Chosen<InterventionProvider<?>> chosen,
                List<Chosen<InterventionProvider<?>>> matched) {
            if (intervention.intervention.needs().matched()) {
                throw new UserError(chosen.place() + ": '" + chosen.name()
                        + "' is built from another intervention's result, so it belongs under baselines");
            }
            if (intervention.arm.random() && !matched.isEmpty()) {
                throw new UserError(chosen.place() + ": '" + chosen.name() + "' is random, so '"
                        + matched.get(0).name() + "' has no one error to copy; put '" + chosen.name()
                        + "' under baselines, or leave '" + matched.get(0).name() + "' out");
            }
        }

        private List<LiveArm> wholeModel(Plan.OtherModel other, boolean baseline) {
            return refusals.tried(
                    () -> {
                        WholeModel model = WholeModel.open(other, original, shape, environment);
                        LiveArm arm = new LiveArm(
                                Arm.of(site.name(), other.name(), Arm.WHOLE_MODEL, baseline, null, 1, false),
                                index,
                                model,
                                new BatchActivations(site, shape, shared),
                                null);
                        made.add(arm);
                        return List.of(arm);
                    },
                    List.of());
        }

        private List<LiveArm> create(
                Chosen<InterventionProvider<?>> chosen, boolean baseline, @Nullable LiveArm matchedTo) {
            return refusals.tried(
                    () -> {
                        try {
                            return create(chosen.provider(), chosen, baseline, matchedTo);
                        } catch (UserError refused) {
                            throw chosen.blamed(refused, site.name());
                        }
                    },
                    List.of());
        }

        private <O extends Record> List<LiveArm> create(
                InterventionProvider<O> provider,
                Chosen<InterventionProvider<?>> chosen,
                boolean baseline,
                @Nullable LiveArm matchedTo) {
            List<LiveArm> arms = new ArrayList<>();
            for (Variant<O> variant : provider.variants(provider.options().cast(chosen.optionsAt(site.name())))) {
                Intervention intervention = provider.create(variant.options(), site, shape.rows(), environment);
                Intervention.Needs needs = intervention.needs();
                Arm arm = new Arm(
                        site.name(),
                        variant.suffix().isEmpty() ? chosen.name() : chosen.name() + "_" + variant.suffix(),
                        provider.id(),
                        baseline,
                        matchedTo == null ? null : matchedTo.arm.name(),
                        Math.max(1, needs.draws()),
                        needs.draws() > 0,
                        intervention.sharesDraws(),
                        chosen.name(),
                        variant.dose().isPresent() ? variant.dose().getAsDouble() : null);
                int observations = baseline ? 0 : intervention.observations().size();
                arms.add(new LiveArm(
                        arm,
                        index,
                        intervention,
                        new BatchActivations(
                                site,
                                shape,
                                baseline ? shared : BatchActivations.room(site, shape),
                                needs.everywhere(),
                                observations,
                                baseline ? 0 : intervention.features()),
                        matchedTo));
            }
            made.addAll(arms);
            return arms;
        }
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

    /** The logits of the batch after {@link Intervention#replace}; they hold until the next arm's. */
    FloatBuffer logits(CutModel cut, Site at, Original original) {
        return intervention instanceof WholeModel whole
                ? whole.logits(original.trace().batch())
                : cut.resume(original.trace(), at, acts.replaced());
    }

    Map<String, Object> provenance() {
        return intervention.provenance();
    }
}
