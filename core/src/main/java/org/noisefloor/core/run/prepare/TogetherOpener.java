package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.batch.BatchActivations.Reported;
import org.noisefloor.core.run.batch.BatchActivations.Written;
import org.noisefloor.core.run.prepare.Together.Arrived;
import org.noisefloor.core.run.prepare.Together.Part;

/**
 * Makes, of the arms that each site has alone, those at all sites in one pass. An intervention is a function of what it is given, so
 * both use the same one; what is calibrated on an intervention's errors is made once more, since these are others in a joint pass.
 */
final class TogetherOpener {
    private final Setting setting;
    private final Rooms rooms;
    /** Where the config asks for it. */
    private final String place;
    /** What is made, so that all of it is closed if something fails. */
    private final List<OpenedArm> made;

    TogetherOpener(Setting setting, Rooms rooms, String place, List<OpenedArm> made) {
        this.setting = setting;
        this.rooms = rooms;
        this.place = place;
        this.made = made;
    }

    /** What an arm has in common with those at other sites that belong together with it. */
    private record Key(String name, @Nullable String matchedTo) {
        static Key of(Arm arm) {
            return new Key(arm.name(), arm.matchedTo());
        }
    }

    /**
     * In the order of the first site.
     *
     * @param alone the arms of all sites
     */
    List<OpenedArm> open(List<OpenedArm> alone) {
        requireFree(setting.sites());
        Map<Key, List<OpenedArm>> groups = new LinkedHashMap<>();
        alone.stream()
                .filter(each -> !each.arm().replacesModel())
                .forEach(each -> groups.computeIfAbsent(Key.of(each.arm()), key -> new ArrayList<>())
                        .add(each));
        if (groups.isEmpty()) {
            throw new UserError(
                    place + ": splice is together, but nothing is put in an activation's place; a whole model"
                            + " has no sites");
        }
        groups.values().forEach(this::requireAlike);
        Map<Key, OpenedArm> opened = new LinkedHashMap<>();
        groups.forEach((key, arms) -> {
            boolean copied =
                    groups.keySet().stream().anyMatch(each -> key.name().equals(each.matchedTo()));
            OpenedArm intervention = key.matchedTo() == null ? null : opened.get(new Key(key.matchedTo(), null));
            OpenedArm together = together(arms, copied, intervention);
            opened.put(key, together);
            made.add(together);
        });
        return List.copyOf(opened.values());
    }

    private void requireFree(List<Site> sites) {
        if (sites.size() < 2) {
            throw new UserError(place + ": splice is together, but the run has one site (" + sites.get(0)
                    + "); name several under sites, or leave splice out");
        }
        if (sites.stream().anyMatch(site -> site.name().equals(Arm.TOGETHER))) {
            throw new UserError(place + ": splice is together, but a site of the run has that name too, under which the"
                    + " report would tell of all sites; take the site alone");
        }
    }

    private void requireAlike(List<OpenedArm> arms) {
        Arm first = arms.get(0).arm();
        boolean alike = arms.size() == setting.sites().size()
                && arms.stream().allMatch(each -> each.arm().isLike(first));
        if (!alike) {
            throw new UserError(place + ": splice is together, but '" + first.name()
                    + "' is not the same at every site (type, draws, dose); give it the same options everywhere");
        }
    }

    /**
     * @param arms one for each site
     * @param copied whether something is matched to it
     */
    private OpenedArm together(List<OpenedArm> arms, boolean copied, @Nullable OpenedArm matchedTo) {
        List<Part> parts = new ArrayList<>();
        try {
            arms.forEach(arm -> parts.add(part(arm)));
            Map<Site, FloatBuffer> sums = sums(arms.get(0).arm().name(), parts);
            Map<Site, Arrived> errors = new HashMap<>();
            for (Part each : parts) {
                Site changed = each.acts().changedSite();
                if (copied) {
                    errors.put(changed, new Arrived(rooms.own(changed), rooms.own(changed)));
                }
            }
            Site any = arms.get(0).acts().changedSite();
            return new OpenedArm(
                    arms.get(0)
                            .arm()
                            .at(setting.sites().stream().map(Site::name).toList()),
                    new Together(
                            parts,
                            sums,
                            errors,
                            matchedTo != null && matchedTo.change() instanceof Together of ? of : null),
                    new BatchActivations(setting.shape(), any, rooms.shared(any)),
                    matchedTo);
        } catch (RuntimeException failed) {
            parts.stream().filter(Part::own).forEach(each -> each.dealt().close());
            throw failed;
        }
    }

    private Part part(OpenedArm alone) {
        if (!(alone.change() instanceof Change.OfActivations of)) {
            throw new IllegalArgumentException(alone.arm().label() + " puts nothing in an activation's place");
        }
        Needs needs = of.needs();
        boolean own = needs.isMatched() && needs.isCalibrated();
        Dealt dealt = own ? Dealt.of(of.again().get(), of.again(), alone.arm().draws()) : of.dealt();
        Site reads = alone.acts().readSite();
        BatchActivations acts = new BatchActivations(
                setting.shape(),
                reads,
                alone.acts().writtenSites().stream()
                        .map(each -> new Written(each, rooms.shared(each)))
                        .toList(),
                needs,
                new Reported(of.observations().size(), 0));
        return new Part(
                site(alone.arm().site()), dealt, needs, acts, needs.isMatched() ? rooms.matched(reads) : null, own);
    }

    private Site site(String name) {
        return setting.sites().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Room for sums where contributions are added up; one whole replacement alone may stand at a site. */
    private Map<Site, FloatBuffer> sums(String name, List<Part> parts) {
        Map<Site, Part> writers = new HashMap<>();
        Map<Site, FloatBuffer> sums = new HashMap<>();
        for (Part part : parts) {
            for (Site written : part.acts().writtenSites()) {
                Part other = writers.putIfAbsent(written, part);
                if (part.needs().isAdding()) {
                    sums.computeIfAbsent(written, rooms::own);
                }
                if (other != null && !(part.needs().isAdding() && other.needs().isAdding())) {
                    throw new UserError(
                            place + ": splice is together, but '" + name + "' writes " + written + " both from "
                                    + other.site() + " and from " + part.site()
                                    + ", and one pass has room for one of them; take"
                                    + " fewer sites, or leave splice out");
                }
            }
        }
        return sums;
    }
}
