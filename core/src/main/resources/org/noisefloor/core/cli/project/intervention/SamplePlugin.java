package org.example.sample;

import java.nio.FloatBuffer;
import org.noisefloor.api.Option;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;

/**
 * Shrinks an activation: ã = (1 − by) a, in each position by itself. Replace this by what yours puts in the place of a, and with what
 * calibration or randomness.
 */
public final class SamplePlugin implements InterventionProvider<SamplePlugin.Options> {

    public record Options(@Option(doc = "by what share it shrinks", orElse = "0.1", min = 0, max = 1) double by) {}

    @Override
    public String id() {
        return "sample_id";
    }

    @Override
    public String summary() {
        return "shrinks the activation by a share";
    }

    @Override
    public Class<Options> options() {
        return Options.class;
    }

    @Override
    public Intervention create(Options options, RunContext context) {
        return new Shrinking((float) (1 - options.by()));
    }

    private record Shrinking(float factor) implements Intervention {
        @Override
        public Needs needs() {
            return Needs.nothing();
        }

        @Override
        public void replace(Activations activations) {
            FloatBuffer original = activations.original();
            FloatBuffer replaced = activations.replaced();
            int width = activations.width();
            for (int row = 0; row < activations.rows(); row++) {
                if (activations.intervened(row)) {
                    for (int i = row * width; i < (row + 1) * width; i++) {
                        replaced.put(i, factor * original.get(i));
                    }
                }
            }
        }
    }
}
