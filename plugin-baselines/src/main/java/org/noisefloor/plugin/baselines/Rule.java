package org.noisefloor.plugin.baselines;

import java.util.List;
import java.util.Map;
import org.noisefloor.api.intervention.Activations;

/** What a baseline puts in the place of a position. Carried out by {@link PositionWise}. */
interface Rule {

    /** As {@link org.noisefloor.api.intervention.Intervention#calibrate}. */
    default void calibrate(Activations batch) {}

    /** As {@link org.noisefloor.api.intervention.Intervention#calibrated}. */
    default void calibrated() {}

    /** A batch begins. */
    default void begin(Activations batch) {}

    /** Fills the replacement of each position of a block, or leaves the position. */
    void replace(List<Position> block, Activations batch);

    /** As {@link org.noisefloor.api.intervention.Intervention#calibratedTo}. */
    default Map<String, Double> calibratedTo() {
        return Map.of();
    }

    /** As {@link org.noisefloor.api.intervention.Intervention#notes}. */
    default List<String> notes() {
        return List.of();
    }

    /** As {@link org.noisefloor.api.intervention.Intervention#provenance}. */
    default Map<String, Object> provenance() {
        return Map.of();
    }

    /** A rule that gains nothing from seeing several positions at once. */
    @FunctionalInterface
    interface OneByOne extends Rule {

        /** Fills the replacement; false to leave the position, since there is no direction to go. */
        boolean replace(Position at, Activations batch);

        @Override
        default void replace(List<Position> block, Activations batch) {
            for (Position at : block) {
                if (!replace(at, batch)) {
                    at.leave();
                }
            }
        }
    }
}
