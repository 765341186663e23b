package org.noisefloor.core.run.prepare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.api.report.ArmReport.Role;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Arm.Draws;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.BatchActivations.Reported;
import org.noisefloor.core.run.batch.BatchActivations.Written;

/** Creates all that a run does to the model. What providers refuse is told together. */
final class ArmOpener {
    private final Plan plan;
    private final LanguageModel model;
    private final Setting setting;
    private final Mistakes mistakes = new Mistakes();
    /** Every arm as soon as it is made, so that all are closed if one fails. */
    private final List<OpenedArm> made = new ArrayList<>();

    private final Rooms rooms;

    private ArmOpener(Plan plan, LanguageModel model, Setting setting) {
        this.plan = plan;
        this.model = model;
        this.setting = setting;
        this.rooms = new Rooms(setting.shape());
    }

    /** @param floatsPerRow numbers in the buffers of all arms, for each row of a batch */
    record Opened(List<OpenedArm> arms, long floatsPerRow) implements AutoCloseable {
        @Override
        public void close() {
            arms.forEach(arm -> arm.change().close());
        }
    }

    /**
     * All arms of a run: site by site the interventions, each followed by the baselines matched to it, then the other baselines; in the
     * end those at all sites together, if the config asks for them.
     */
    static Opened open(Plan plan, LanguageModel model, Setting setting) {
        ArmOpener opener = new ArmOpener(plan, model, setting);
        try {
            return new Opened(opener.open(), opener.rooms.floatsPerRow());
        } catch (RuntimeException failed) {
            opener.made.forEach(arm -> arm.change().close());
            throw failed;
        }
    }

    private List<OpenedArm> open() {
        requireRulers();
        List<OpenedArm> arms = new ArrayList<>();
        for (Site site : setting.sites()) {
            arms.addAll(mistakes.tried(() -> at(site), List.of()));
        }
        mistakes.throwIfAny();
        if (plan.splice() == Plan.Splicing.TOGETHER) {
            arms.addAll(new TogetherOpener(setting, rooms, plan.places().of("splice"), made).open(arms));
        }
        return arms;
    }

    private void requireRulers() {
        List<String> names = setting.sites().stream().map(Site::name).toList();
        for (Plan.OtherModel each : plan.otherModels()) {
            String ruler = each.ruler().orElse(names.get(0));
            if (!names.contains(ruler)) {
                mistakes.add(UserError.unknown(each.place() + ": " + each.name(), "site of the run", ruler, names));
            }
        }
    }

    /** Matched baselines are told from the others by what they say that they need. */
    private List<OpenedArm> at(Site site) {
        List<OpenedArm> ablations = new ArrayList<>();
        List<Chosen<InterventionProvider<?>>> matched = new ArrayList<>();
        for (Chosen<InterventionProvider<?>> chosen : plan.baselines()) {
            int before = made.size();
            List<OpenedArm> baselines = create(chosen, new Entry(chosen, site, Role.BASELINE, null, false));
            if (baselines.stream().anyMatch(each -> each.change().needs().isMatched())) {
                baselines.forEach(each -> each.change().close());
                made.subList(before, made.size()).clear();
                matched.add(chosen);
            } else {
                ablations.addAll(baselines);
            }
        }
        if (plan.interventions().isEmpty() && !matched.isEmpty()) {
            throw new UserError(matched.get(0).place() + ": '" + matched.get(0).name()
                    + "' copies the error of an intervention, but there is none under interventions that replaces an"
                    + " activation");
        }
        List<OpenedArm> arms = new ArrayList<>();
        for (Chosen<InterventionProvider<?>> chosen : plan.interventions()) {
            boolean copied = !matched.isEmpty();
            for (OpenedArm intervention : create(chosen, new Entry(chosen, site, Role.INTERVENTION, null, copied))) {
                refuse(intervention, chosen, matched);
                arms.add(intervention);
                matched.forEach(baseline ->
                        arms.addAll(create(baseline, new Entry(baseline, site, Role.BASELINE, intervention, false))));
            }
        }
        boolean first = site.equals(setting.sites().get(0));
        for (Plan.OtherModel other : plan.otherModels()) {
            if (other.ruler().map(site.name()::equals).orElse(first)) {
                arms.addAll(wholeModel(other, site, Role.WHOLE_MODEL));
            }
        }
        arms.addAll(ablations);
        if (first) {
            plan.numericFloor().ifPresent(other -> arms.addAll(wholeModel(other, site, Role.NUMERIC_FLOOR)));
        }
        requireUniqueNames(arms);
        return arms;
    }

    /** A variant is named after its entry, which may be what another entry is called. */
    private static void requireUniqueNames(List<OpenedArm> arms) {
        Set<String> labels = new HashSet<>();
        for (OpenedArm each : arms) {
            if (!labels.add(each.arm().label())) {
                throw new UserError("two entries give '" + each.arm().label() + "'; give one of them another name");
            }
        }
    }

    private static void refuse(
            OpenedArm intervention,
            Chosen<InterventionProvider<?>> chosen,
            List<Chosen<InterventionProvider<?>>> matched) {
        Needs needs = intervention.change().needs();
        if (needs.isMatched()) {
            throw new UserError(chosen.place() + ": '" + chosen.name()
                    + "' is built from another intervention's result, so it belongs under baselines");
        }
        if (matched.isEmpty()) {
            return;
        }
        String baseline = matched.get(0).name();
        if (needs.isAdding()) {
            throw new UserError(chosen.place() + ": '" + chosen.name() + "' adds to what others write, so '" + baseline
                    + "' has no one error to copy; leave '" + baseline + "' out");
        }
        if (needs.writes().size() > 1) {
            throw new UserError(chosen.place() + ": '" + chosen.name() + "' writes "
                    + needs.writes().size() + " sites (" + String.join(", ", needs.writes()) + "), so '" + baseline
                    + "' has no one error to copy; leave '" + baseline + "' out");
        }
    }

    private List<OpenedArm> wholeModel(Plan.OtherModel other, Site site, Role role) {
        return mistakes.tried(
                () -> {
                    WholeModel whole =
                            WholeModel.open(other, setting, plan.positions().vocabulary());
                    OpenedArm arm = new OpenedArm(
                            Arm.of(site.name(), other.name(), Plan.OtherModel.TYPE, role, Draws.ONE),
                            new Change.OfModel(whole),
                            new BatchActivations(setting.shape(), site, rooms.shared(site)),
                            null);
                    made.add(arm);
                    return List.of(arm);
                },
                List.of());
    }

    private List<OpenedArm> create(Chosen<InterventionProvider<?>> chosen, Entry entry) {
        return mistakes.tried(
                () -> chosen.blaming(entry.site.name(), () -> entry.create(chosen.provider())), List.of());
    }

    /**
     * An entry of the config at a site.
     *
     * <p>What is random has another error in each draw, and what copies an error copies one. So an intervention whose error is copied is
     * drawn once: the draw that is judged is the draw whose size its floors have.
     *
     * @param site where it is reported
     * @param copied whether baselines are matched to it
     */
    private final class Entry {
        private final Chosen<InterventionProvider<?>> chosen;
        private final Site site;
        private final Role role;
        private final @Nullable OpenedArm matchedTo;
        private final boolean copied;

        Entry(
                Chosen<InterventionProvider<?>> chosen,
                Site site,
                Role role,
                @Nullable OpenedArm matchedTo,
                boolean copied) {
            this.chosen = chosen;
            this.site = site;
            this.role = role;
            this.matchedTo = matchedTo;
            this.copied = copied;
        }

        <O extends Record> List<OpenedArm> create(InterventionProvider<O> provider) {
            List<OpenedArm> arms = new ArrayList<>();
            // what copies an intervention's error does so where that one wrote it
            Site reads = matchedTo == null ? site : matchedTo.acts().changedSite();
            for (Variant<O> variant : provider.variants(provider.options().cast(chosen.optionsAt(site.name())))) {
                Supplier<Intervention> creating = () -> provider.create(
                        variant.options(), setting.context().at(reads).named(chosen.name()));
                Intervention intervention = creating.get();
                OpenedArm arm;
                try {
                    arm = opened(provider.id(), variant, reads, intervention, creating);
                } catch (RuntimeException failed) {
                    intervention.close();
                    throw failed;
                }
                made.add(arm);
                arms.add(arm);
            }
            return arms;
        }

        private OpenedArm opened(
                String type, Variant<?> variant, Site reads, Intervention intervention, Supplier<Intervention> again) {
            Needs needs = intervention.needs();
            List<Site> writes = needs.writes().isEmpty() ? List.of(reads) : written(needs, reads);
            boolean baseline = role == Role.BASELINE;
            List<Observed> observations = baseline
                    ? List.of()
                    : intervention.observations().stream()
                            .map(each -> new Observed(each.name(), each.unit(), each.doc()))
                            .toList();
            BatchActivations acts = new BatchActivations(
                    setting.shape(),
                    reads,
                    writes.stream()
                            .map(each -> new Written(each, baseline ? rooms.shared(each) : rooms.own(each)))
                            .toList(),
                    needs,
                    new Reported(observations.size(), baseline ? 0 : intervention.features()));
            Draws draws = draws(needs);
            return new OpenedArm(
                    arm(type, variant, draws, writes.get(0)),
                    new Change.OfActivations(Dealt.of(intervention, again, draws), needs, observations, again),
                    acts,
                    matchedTo);
        }

        /**
         * Draws that have something in common are made as often as ever: an interval rests on how many rotations, or groups of
         * calibration texts, there are, and of these a pilot's two draws say nothing.
         */
        private Draws draws(Needs needs) {
            boolean asNeeded = needs.isDrawnAsNeeded() && !copied;
            boolean open = asNeeded && !needs.isSharingDraws() && !needs.isCalibrated();
            int named = asNeeded ? Draws.USUAL : Math.max(1, needs.draws());
            int count = copied ? 1 : named;
            int calibrations = Dealt.groups(needs, count, setting.calibrationDocuments());
            return new Draws(
                    open ? Draws.FEWEST : count,
                    needs.draws() > 0,
                    needs.isSharingDraws(),
                    calibrations,
                    open ? Draws.TO_COME : null);
        }

        private Arm arm(String type, Variant<?> variant, Draws draws, Site changed) {
            return new Arm(
                    site.name(),
                    variant.suffix().isEmpty() ? chosen.name() : chosen.name() + "_" + variant.suffix(),
                    type,
                    role,
                    matchedTo == null ? null : matchedTo.arm().name(),
                    draws,
                    chosen.name(),
                    variant.dose().isPresent() ? variant.dose().getAsDouble() : null,
                    changed.equals(site) ? null : changed.name(),
                    List.of());
        }

        /** The sites that it writes, none of which may come before the one that it reads. */
        private List<Site> written(Needs needs, Site reads) {
            List<Site> flow = model.sites();
            List<Site> written = new ArrayList<>();
            for (String name : needs.writes()) {
                Site found = model.site(name);
                int width = needs.rowsWritten().orElse(found.width());
                if (width != found.width()) {
                    throw new UserError("'" + chosen.name() + "' gives rows of " + width + " numbers, and " + found
                            + ", which it writes, has width " + found.width());
                }
                if (written.contains(found)) {
                    throw new UserError("'" + chosen.name() + "' writes " + found + " twice");
                }
                // a site under the backend's own name has no place in the list
                if (flow.contains(found) && flow.contains(reads) && flow.indexOf(found) < flow.indexOf(reads)) {
                    throw new UserError("'" + chosen.name() + "' reads " + reads + " and writes " + found
                            + ", which comes before it; an intervention writes at the site that it reads or behind it");
                }
                written.add(found);
            }
            return written;
        }
    }
}
