package org.noisefloor.core.record;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.report.ArmReport.Pilot;
import org.noisefloor.api.report.ArmReport.Role;

/**
 * One thing that is done at one site and compared with the original.
 *
 * @param site the site's name
 * @param name the name of the intervention or baseline in the config, with the suffix of its variant
 * @param type its provider's id; {@code model} for a whole model
 * @param role what it is there for
 * @param matchedTo the name of the intervention that this baseline is matched to; null if it is matched to none
 * @param draws how it is drawn
 * @param family the name in the config, which the variants of one entry have in common
 * @param dose the size of the noise, if the family is a dose-response curve; null otherwise
 * @param writes the site whose activation it changes, if that is another than the one that it reads and is reported at; the first of
 *     several
 * @param together the sites of one pass at which it acts, if there are several; then {@code site} is {@value #TOGETHER}, and what it
 *     changes first is {@code writes}; empty for an arm at one site
 */
public record Arm(
        String site,
        String name,
        String type,
        Role role,
        @Nullable String matchedTo,
        Draws draws,
        String family,
        @Nullable Double dose,
        @Nullable String writes,
        List<String> together) {
    /** Where an arm that acts at several sites of one pass is reported. */
    public static final String TOGETHER = "together";

    public Arm {
        together = List.copyOf(together);
    }

    /**
     * How an arm is drawn.
     *
     * @param count how many times; 1 for what is deterministic
     * @param random whether the draws differ
     * @param shared whether one draw is the same for all sequences
     * @param calibrations how many groups the calibration texts were dealt into: draw k knows those of group k mod this number alone, and
     *     what is not random knows them all, with as many {@linkplain #recalibrations recalibrations} beside it; 1 where all draws know all
     *     of them and nothing stands beside, 0 for what is not calibrated
     * @param pilot by what the count was decided; null if the config names it
     */
    public record Draws(
            int count,
            boolean random,
            boolean shared,
            int calibrations,
            @Nullable Pilot pilot) {
        /** The fewest that tell how much draws differ. */
        public static final int FEWEST = 2;

        /** Where nothing tells how many are enough. */
        public static final int USUAL = 8;

        /** Of a count that is to be decided. */
        public static final Pilot TO_COME = new Pilot(0, null, null, 0);

        /** Of what is deterministic. */
        public static final Draws ONE = new Draws(1, false, false, 0);

        public Draws(int count, boolean random, boolean shared, int calibrations) {
            this(count, random, shared, calibrations, null);
        }

        public static Draws random(int count) {
            return new Draws(count, true, false, 0);
        }

        /** As many as a pilot has found to be enough. */
        public Draws decided(int enough, Pilot by) {
            return new Draws(enough, random, shared, calibrations, by);
        }

        /** Whether the count waits for the pilot, and is that of the pilot's own draws. */
        public boolean waitsForPilot() {
            return TO_COME.equals(pilot);
        }

        /** How often it is made once more, each time knowing one group of texts alone: what is not random has no draws to deal these to. */
        public int recalibrations() {
            return random || calibrations < 2 ? 0 : calibrations;
        }

        /** How often something is put in the activation's place. */
        public int passes() {
            return count + recalibrations();
        }
    }

    /** An arm that is the only variant of its entry. */
    public static Arm of(String site, String name, String type, Role role, Draws draws) {
        return new Arm(site, name, type, role, null, draws, name, null, null, List.of());
    }

    /** The same, drawn otherwise. */
    public Arm drawn(Draws other) {
        return new Arm(site, name, type, role, matchedTo, other, family, dose, writes, together);
    }

    /** The same, built from an intervention's result. */
    public Arm matchedTo(String intervention) {
        return new Arm(site, name, type, role, intervention, draws, family, dose, writes, together);
    }

    /** The same as one variant of an entry. */
    public Arm ofFamily(String entry, @Nullable Double size) {
        return new Arm(site, name, type, role, matchedTo, draws, entry, size, writes, together);
    }

    /** The same, changing the activation of another site than the one that it reads. */
    public Arm writing(String other) {
        return new Arm(site, name, type, role, matchedTo, draws, family, dose, other, together);
    }

    /**
     * The same as one arm at several sites of a pass.
     *
     * @param sites of the run, each of which has such an arm alone
     */
    public Arm at(List<String> sites) {
        return new Arm(TOGETHER, name, type, role, matchedTo, draws, family, dose, changedSite(), sites);
    }

    /** Whether it is the same thing done, be it at another site. */
    public boolean isLike(Arm other) {
        return name.equals(other.name)
                && type.equals(other.type)
                && role == other.role
                && Objects.equals(matchedTo, other.matchedTo)
                && draws.equals(other.draws)
                && family.equals(other.family)
                && Objects.equals(dose, other.dose);
    }

    /** Whether it acts at several sites of one pass. */
    public boolean actsTogether() {
        return !together.isEmpty();
    }

    /** The site whose activation it changes: what metrics of activations look at. */
    public String changedSite() {
        return writes == null ? site : writes;
    }

    /** As it is called in messages: {@code eps_random (of sae) at blocks.3.hook_resid_post}. */
    public String label() {
        return name + (matchedTo == null ? "" : " (of " + matchedTo + ")") + " at " + site;
    }

    /** Whether the run asks about it, and compares it with floors. */
    public boolean asks() {
        return role.isIntervention();
    }

    /** Whether it replaces no activation but the model; its site is where the noise is that measures it. */
    public boolean replacesModel() {
        return role == Role.WHOLE_MODEL || role == Role.NUMERIC_FLOOR;
    }

    /** Whether its single positions are kept for a reader: those of interventions without draws. */
    public boolean showsPositions() {
        return asks() && !draws.random();
    }

    /** Whether what it costs is something to recover from; a dose, or one variant of several, is not. */
    public boolean servesAsAblation() {
        return role == Role.BASELINE && matchedTo == null && dose == null && name.equals(family);
    }

    /** Whether one of the names is its own, or that of its entry in the config. */
    public boolean isNamedIn(Collection<String> names) {
        return names.contains(name) || names.contains(family);
    }

    /**
     * Whether its dose is one of a curve that an intervention is measured with. At several sites that is noise relative to the error
     * alone: a norm to be relative to is that of one site.
     */
    public boolean isDoseFor(Arm intervention) {
        return dose != null && (matchedTo != null || !actsTogether()) && isComparableWith(intervention);
    }

    /** Whether this arm may serve as a noise floor, or a dose, of another one: at the same site, and matched to it or to nothing. */
    public boolean isComparableWith(Arm intervention) {
        return !asks()
                && intervention.asks()
                && site.equals(intervention.site)
                && (matchedTo == null || matchedTo.equals(intervention.name));
    }
}
