package org.noisefloor.core.run.prepare;

import java.nio.FloatBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.core.record.Layout.Observed;
import org.noisefloor.core.run.batch.BatchActivations;
import org.noisefloor.core.run.score.ScoringBatch;

/**
 * One entry of the config at several sites of one pass, in the order in which the data flows: each part is given the activation as it
 * arrives, with what earlier parts left.
 *
 * @param parts one for each site of the run
 * @param sums by site, where the contributions of {@linkplain Needs#adding adding} parts are added up; none for other sites
 * @param errors by changed site, what arrived in the newest pass and what was put there; none if nothing is matched to this
 * @param matchedTo whose errors the parts are given; null for none
 */
record Together(
        List<Part> parts,
        Map<Site, FloatBuffer> sums,
        Map<Site, Arrived> errors,
        @Nullable Together matchedTo) implements Change {

    /**
     * What is done at one of the sites.
     *
     * @param acts what it reads and writes, which no other pass needs at the same time
     * @param matched room for what it is matched to; null for what is matched to nothing
     * @param own whether the intervention belongs to this arm alone, so that it is calibrated and closed here
     */
    record Part(
            Site site,
            Dealt dealt,
            Needs needs,
            BatchActivations acts,
            @Nullable FloatBuffer matched,
            boolean own) {

        void replace(int draw) {
            dealt.replace(draw, acts);
            acts.restoreOutsideMask();
        }

        boolean reads(Site there) {
            return acts.readSite().equals(there);
        }

        boolean writes(Site there) {
            return acts.writtenSites().contains(there);
        }
    }

    /** An activation before and after something was put in its place, [rows, width] each. */
    record Arrived(FloatBuffer activation, FloatBuffer put) {

        /** What has the same error at another activation: activation + (put − arrived), rounded once. */
        void at(FloatBuffer other, FloatBuffer out) {
            for (int i = 0; i < other.capacity(); i++) {
                out.put(i, (float) (other.get(i) + ((double) put.get(i) - activation.get(i))));
            }
        }
    }

    @Override
    public FloatBuffer logits(CutModel cut, Drawn drawn, BatchActivations any) {
        return cut.resume(drawn.batch().original().trace(), new Pass(drawn));
    }

    @Override
    public void make(CutModel cut, Drawn drawn, BatchActivations any) {
        logits(cut, drawn, any);
    }

    /** Everything that is put anywhere in one pass. */
    private final class Pass implements Splice {
        private final Drawn drawn;

        Pass(Drawn drawn) {
            this.drawn = drawn;
            sums.values().forEach(sum -> copy(null, sum));
        }

        @Override
        public List<Site> sites() {
            Set<Site> sites = new LinkedHashSet<>();
            for (Part each : parts) {
                sites.add(each.acts().readSite());
                sites.addAll(each.acts().writtenSites());
            }
            return List.copyOf(sites);
        }

        @Override
        public void replace(Site site, FloatBuffer activation) {
            Arrived error = errors.get(site);
            if (error != null) {
                copy(activation, error.activation());
            }
            parts.stream()
                    .filter(part -> part.writes(site) && !part.reads(site))
                    .forEach(part -> put(part, site, activation));
            for (Part part : parts) {
                if (part.reads(site)) {
                    read(part, site, activation);
                }
            }
            if (error != null) {
                copy(activation, error.put());
            }
        }

        private void read(Part part, Site site, FloatBuffer activation) {
            FloatBuffer matched = part.matched();
            if (matched != null && matchedTo != null) {
                matchedTo.error(site).at(activation, matched);
            }
            show(part, drawn, activation, matched);
            part.replace(drawn.draw());
            if (part.needs().isAdding()) {
                part.acts().writtenSites().forEach(written -> part.acts().addTo(written, sum(written)));
            }
            if (part.writes(site)) {
                put(part, site, activation);
            }
        }

        private void put(Part part, Site site, FloatBuffer activation) {
            if (part.needs().isAdding()) {
                part.acts().put(site, sum(site), activation);
            } else {
                part.acts().put(site, activation);
            }
        }
    }

    private static void show(Part part, Drawn drawn, FloatBuffer activation, @Nullable FloatBuffer matched) {
        ScoringBatch batch = drawn.batch();
        Site here = part.acts().readSite();
        part.acts()
                .show(
                        site -> site.equals(here)
                                ? activation
                                : batch.original().trace().activation(site),
                        batch.sequences(),
                        batch.mask(),
                        drawn.keyAt(part.site()),
                        matched);
    }

    private FloatBuffer sum(Site site) {
        FloatBuffer sum = sums.get(site);
        if (sum == null) {
            throw new IllegalStateException("nothing is added up at " + site);
        }
        return sum;
    }

    private Arrived error(Site site) {
        Arrived error = errors.get(site);
        if (error == null) {
            throw new IllegalStateException("no error was kept at " + site);
        }
        return error;
    }

    /** @param from null for zeros */
    private static void copy(@Nullable FloatBuffer from, FloatBuffer to) {
        if (from != null) {
            to.put(0, from, 0, to.capacity());
            return;
        }
        for (int i = 0; i < to.capacity(); i++) {
            to.put(i, 0);
        }
    }

    /** With the errors of the joint pass: what arrives at a later site there is not what arrives in the original. */
    @Override
    public void calibrate(Drawn drawn, BatchActivations any, int which) {
        for (Part part : parts) {
            if (part.own() && matchedTo != null) {
                Arrived error = matchedTo.error(part.acts().readSite());
                show(part, drawn, error.activation(), error.put());
                part.dealt().calibrate(which, part.acts());
            }
        }
    }

    @Override
    public int calibrations() {
        return parts.stream()
                .filter(Part::own)
                .mapToInt(part -> part.dealt().count())
                .max()
                .orElse(0);
    }

    /** The same at all sites, since texts are dealt alike. */
    @Override
    public boolean knows(int which, int text) {
        return parts.stream()
                .filter(Part::own)
                .findFirst()
                .map(part -> part.dealt().knows(which, text))
                .orElse(false);
    }

    @Override
    public void calibrated() {
        parts.stream().filter(Part::own).forEach(part -> part.dealt().calibrated());
    }

    /** What is not its own is calibrated by the arms that it comes from. */
    @Override
    public Needs needs() {
        return parts.stream().anyMatch(Part::own) ? Needs.nothing().calibrated() : Needs.nothing();
    }

    /** None, since there is no one site. */
    @Override
    public List<Observed> observations() {
        return List.of();
    }

    @Override
    public Map<String, Object> provenance() {
        return Map.of("sites", parts.stream().map(part -> part.site().name()).collect(Collectors.joining(", ")));
    }

    /** None, since there is no one site. */
    @Override
    public Map<String, List<Double>> calibratedTo() {
        return Map.of();
    }

    /** Told by the arms that the parts come from. */
    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public void close() {
        parts.stream().filter(Part::own).forEach(part -> part.dealt().close());
    }
}
