package org.noisefloor.core.plugins;

import java.nio.FloatBuffer;
import java.util.random.RandomGenerator;
import org.noisefloor.api.intervention.Activations;

/**
 * The host's activations as an intervention sees them: what it may only read cannot be written, and where it leaves a buffer's position is its
 * own affair.
 */
final class GuardedActivations implements Activations {
    private final Activations activations;
    private final FloatBuffer original;

    GuardedActivations(Activations activations) {
        this.activations = activations;
        this.original = activations.original().asReadOnlyBuffer();
    }

    @Override
    public int rows() {
        return activations.rows();
    }

    @Override
    public int length() {
        return activations.length();
    }

    @Override
    public int width() {
        return activations.width();
    }

    @Override
    public FloatBuffer original() {
        return original;
    }

    @Override
    public FloatBuffer matched() {
        return activations.matched().asReadOnlyBuffer();
    }

    @Override
    public FloatBuffer replaced(int write) {
        return activations.replaced(write).duplicate();
    }

    @Override
    public boolean intervened(int row) {
        return activations.intervened(row);
    }

    @Override
    public int token(int row) {
        return activations.token(row);
    }

    @Override
    public int sequence(int row) {
        return activations.sequence(row);
    }

    @Override
    public int document(int row) {
        return activations.document(row);
    }

    @Override
    public RandomGenerator random(int row) {
        return activations.random(row);
    }

    @Override
    public RandomGenerator sharedRandom() {
        return activations.sharedRandom();
    }

    @Override
    public void observe(int index, int row, double value) {
        activations.observe(index, row, value);
    }

    @Override
    public void active(int row, int feature) {
        activations.active(row, feature);
    }
}
