package org.noisefloor.plugin.sae;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.plugin.sae.dictionary.Engine;
import org.noisefloor.plugin.sae.dictionary.Features;
import org.noisefloor.plugin.sae.dictionary.Selection;
import org.noisefloor.plugin.sae.layout.Published;

/** Puts what a dictionary makes of an activation in its place, or in that of another one. */
final class Splice implements Intervention {
    private final Engine engine;
    private final Place place;
    private final Origin origin;
    private final int rows;
    private final int dSae;
    private final int dOut;
    private final boolean adds;
    private final float[] bias;
    private final List<Observation> observations;
    private final AgainstBias againstBias;
    private boolean first = true;

    /** @param rows of every batch, so that every product has the same shape in all of them */
    Splice(Engine engine, int rows, Published sae, Place place, Origin origin) {
        this.rows = rows;
        this.engine = engine;
        this.place = place;
        this.origin = origin;
        this.againstBias = new AgainstBias(rows);
        this.dSae = sae.dictionary().dSae();
        this.dOut = sae.width();
        this.adds = sae.belongs().adds();
        this.bias = sae.dictionary().outputBias();
        this.observations = observations(sae.dictionary().selection());
    }

    private static List<Observation> observations(Selection selection) {
        List<Observation> observations = new ArrayList<>();
        observations.add(Observation.of("l0", "features", "active features"));
        observations.add(Observation.of(
                "l1",
                "activation",
                selection instanceof Selection.TopK topk && topk.byMagnitude()
                        ? "sum of the activations of features, without their signs"
                        : "sum of the activations of features"));
        if (selection instanceof Selection.TopK) {
            observations.add(Observation.of(
                    "near_ties",
                    "share",
                    "positions where the k-th feature leads the next by less than 1e-5 of its value, so that another engine"
                            + " may choose the other"));
        }
        return List.copyOf(observations);
    }

    @Override
    public Needs needs() {
        if (place.writes().isEmpty()) {
            return Needs.nothing();
        }
        Needs needs =
                Needs.nothing().writing(place.writes().toArray(String[]::new)).writingRowsOf(dOut);
        return adds ? needs.adding() : needs;
    }

    @Override
    public List<Observation> observations() {
        return observations;
    }

    @Override
    public int features() {
        return dSae;
    }

    @Override
    public Map<String, Object> provenance() {
        return origin.provenance();
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>(origin.notes());
        againstBias.note().ifPresent(notes::add);
        return notes;
    }

    @Override
    public void replace(Activations activations) {
        if (activations.rows() != rows) {
            throw new IllegalArgumentException("made for batches of " + rows + " rows, given " + activations.rows());
        }
        engine.replace(new OfBatch(activations, first), rows);
        first = false;
    }

    /** The rows of one batch. */
    private final class OfBatch implements Engine.Rows {
        private final Activations activations;
        private final FloatBuffer original;
        private final boolean compared;

        /** @param compared whether it is looked at if the decoder's bias alone were nearer */
        OfBatch(Activations activations, boolean compared) {
            this.activations = activations;
            this.compared = compared;
            this.original = activations.original();
        }

        @Override
        public boolean wanted(int index) {
            return activations.intervened(index);
        }

        @Override
        public void read(int index, float[] into) {
            original.get(index * activations.width() + place.offset(), into);
        }

        @Override
        public void active(int index, Features features) {
            activations.observe(0, index, features.count());
            activations.observe(1, index, features.l1());
            if (observations.size() > 2) {
                activations.observe(2, index, features.nearTie() ? 1 : 0);
            }
            for (int n = 0; n < features.count(); n++) {
                activations.active(index, features.index(n));
            }
        }

        @Override
        public void write(int index, double[] replacement) {
            float[] row = new float[dOut];
            for (int to = 0; to * dOut < replacement.length; to++) {
                FloatBuffer replaced = activations.replaced(to);
                int width = replaced.capacity() / rows;
                if (width < place.offset() + dOut) {
                    throw new IllegalArgumentException("a row of " + width + " numbers cannot take " + dOut
                            + " from number " + place.offset() + " on");
                }
                int at = index * width + place.offset();
                if (compared && !adds) {
                    replaced.get(at, row); // what the model itself had there
                    againstBias.add(index, row, replacement, bias);
                }
                for (int i = 0; i < dOut; i++) {
                    row[i] = (float) replacement[to * dOut + i];
                }
                replaced.put(at, row);
            }
        }
    }
}
