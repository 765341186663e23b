package org.noisefloor.core.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.config.Condition;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.Until;
import org.noisefloor.core.plugins.Host;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.RunDescription.Named;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Setting;
import org.noisefloor.core.run.score.SiteMeasures;

/** Writes down what a run is, for all that follows it. */
final class Description {
    private Description() {}

    static RunDescription of(
            Plan plan, Preparation prepared, RunDescription.Arithmetic arithmetic, List<String> warnings) {
        Setting setting = prepared.setting();
        BatchShape shape = setting.shape();
        return new RunDescription(
                Host.version(),
                model(plan, setting.model(), prepared.source().bos()),
                prepared.measured().sites().stream()
                        .map(SiteMeasures::site)
                        .map(site -> new RunDescription.SiteFacts(site.name(), site.tensor(), site.width()))
                        .toList(),
                new RunDescription.Shape(
                        shape.sequences(), shape.length(), plan.run().threads()),
                new RunDescription.MaskRule(
                        List.copyOf(setting.rule().special()),
                        setting.rule().skipFirst(),
                        setting.logits().vocabulary(),
                        plan.conventions().name().toLowerCase(Locale.ROOT)),
                new RunDescription.Inference(
                        plan.seed(),
                        plan.run().resamples(),
                        prepared.floors(),
                        plan.gate().stream().map(Condition::text).toList(),
                        plan.until()
                                .map(until -> new RunDescription.Until(
                                        until.figure(),
                                        until.width(),
                                        Until.looks(prepared.source().size())))
                                .orElse(null)),
                prepared.measured().layout(),
                new RunDescription.Words(
                        named(plan.baselines()),
                        named(plan.stratifiers()),
                        prepared.arms().stream()
                                .map(arm -> arm.change().calibratedTo())
                                .toList()),
                arithmetic,
                warnings,
                resolved(plan.withBatch(shape.sequences()), prepared.floors()));
    }

    /** With the floors that were taken, so that the config means the same with further baselines. */
    static Map<String, Object> resolved(Plan plan, List<String> floors) {
        Map<String, Object> all = new LinkedHashMap<>(plan.resolved());
        all.put("floors", floors);
        return all;
    }

    private static RunDescription.Model model(Plan plan, ModelInfo info, OptionalInt bos) {
        return new RunDescription.Model(
                plan.model().backend().provider().id(),
                info.architecture(),
                info.vocabulary(),
                orNull(info.context()),
                orNull(bos));
    }

    private static @Nullable Integer orNull(OptionalInt number) {
        return number.isPresent() ? number.getAsInt() : null;
    }

    private static List<Named> named(List<? extends Chosen<?>> entries) {
        return entries.stream()
                .map(each -> new Named(each.name(), each.provider().summary()))
                .toList();
    }
}
