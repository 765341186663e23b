package org.noisefloor.core.config;

import java.util.stream.Stream;

/** Plans with a gate. */
public final class TestConditions {
    private TestConditions() {}

    public static Plan with(Plan plan, String... conditions) {
        return new Plan(
                plan.file(),
                plan.model(),
                plan.corpus(),
                plan.sites(),
                plan.interventions(),
                plan.otherModels(),
                plan.baselines(),
                plan.metrics(),
                plan.stratifiers(),
                plan.floors(),
                plan.numericFloor(),
                plan.reports(),
                Stream.of(conditions)
                        .map(text -> Condition.parse(text, "toy.yaml:5"))
                        .toList(),
                plan.conventions(),
                plan.positions(),
                plan.run(),
                plan.seed(),
                plan.output(),
                plan.resolved(),
                plan.places());
    }
}
