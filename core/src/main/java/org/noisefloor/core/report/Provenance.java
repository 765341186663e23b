package org.noisefloor.core.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Provider;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.Host;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.run.PreparedRun;

/** The content of {@code provenance.json}: what the figures were made with, when and on what. */
public final class Provenance {
    static final String INTERVENTIONS = "interventions";
    static final String ARM = "arm";
    static final String MADE_FROM = "made_from";
    static final String BEFORE_CALIBRATION = "before_calibration";

    private Provenance() {}

    /**
     * Of a run that is complete.
     *
     * @param origins what {@link #origins} gave before the first sequence was scored
     * @param resumed for each time that the run was interrupted, when it went on and how many sequences were there
     */
    public static Map<String, Object> of(
            PreparedRun run,
            Map<String, Object> origins,
            List<Map<String, Object>> resumed,
            Instant started,
            Timing timing) {
        Tree all = new Tree()
                .put("noisefloor", Host.version())
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("started", started.toString())
                .put("finished", started.plusMillis(timing.millis()).toString())
                .put("seconds", timing.millis() / 1000.0)
                .put("timing", timing.tree());
        if (!resumed.isEmpty()) {
            all.put("resumed", resumed);
        }
        origins.forEach(all::put);
        Map<String, Object> model = new LinkedHashMap<>(modelOf(origins));
        model.put("passes", run.passes());
        return all.put("model", model)
                .put("draws", draws(run.layout().arms()))
                .put(INTERVENTIONS, calibrated(interventions(run), origins))
                .map();
    }

    /** Beside what interventions know now, what they said of the same before they were calibrated: a run that goes on knows no more than that. */
    private static List<Map<String, Object>> calibrated(List<Map<String, Object>> now, Map<String, Object> origins) {
        Map<Object, Map<?, ?>> before = new HashMap<>();
        if (origins.get(INTERVENTIONS) instanceof List<?> all) {
            all.stream().map(Map.class::cast).forEach(each -> before.put(each.get(ARM), madeFrom(each)));
        }
        return now.stream()
                .map(each -> {
                    Map<?, ?> was = before.getOrDefault(each.get(ARM), Map.of());
                    Map<String, Object> both = new LinkedHashMap<>(each);
                    if (!was.equals(each.get(MADE_FROM))) {
                        both.put(BEFORE_CALIBRATION, was);
                    }
                    return both;
                })
                .toList();
    }

    private static Map<?, ?> madeFrom(Map<?, ?> intervention) {
        return intervention.get(MADE_FROM) instanceof Map<?, ?> from ? from : Map.of();
    }

    @SuppressWarnings("unchecked") // as origins made it
    private static Map<String, Object> modelOf(Map<String, Object> origins) {
        return (Map<String, Object>) origins.getOrDefault("model", Map.of());
    }

    /** What a run is made from and with, of which each figure depends; once its model is open. */
    public static Map<String, Object> origins(Plan plan, PreparedRun run, Catalogue catalogue) {
        return new Tree()
                .put("noisefloor", Host.version())
                .put("seed", plan.seed())
                .put(
                        "model",
                        new Tree()
                                .put("path", plan.model().path().toString())
                                .put("sha256", run.modelDigests())
                                .put("engine", new TreeMap<>(run.model().engine()))
                                .map())
                .put(
                        "corpus",
                        new Tree()
                                .put("path", plan.corpus().path().toString())
                                .put("sha256", run.corpusDigests())
                                .map())
                .put("plugins", plugins(plan, catalogue))
                .put(INTERVENTIONS, interventions(run))
                .map();
    }

    private static List<Map<String, Object>> plugins(Plan plan, Catalogue catalogue) {
        Map<String, Map<String, Object>> plugins = new LinkedHashMap<>();
        plan.chosen().forEach(each -> {
            Provider<?> provider = each.provider();
            Catalogue.Entry entry = catalogue.entry(provider);
            plugins.putIfAbsent(
                    entry.plugin(),
                    new Tree()
                            .put("plugin", entry.plugin())
                            .put("version", entry.version())
                            .put("file", entry.file())
                            .put("sha256", new TreeMap<>(catalogue.digests(provider)))
                            .map());
        });
        return new ArrayList<>(plugins.values());
    }

    /** Of what is random, how often and why. */
    private static List<Map<String, Object>> draws(List<Arm> arms) {
        return arms.stream()
                .filter(arm -> arm.draws().random())
                .map(arm -> new Tree()
                        .put(ARM, arm.label())
                        .put("count", arm.draws().count())
                        .unlessNull("pilot", pilot(arm.draws().pilot()))
                        .map())
                .toList();
    }

    private static @Nullable Map<String, Object> pilot(ArmReport.@Nullable Pilot pilot) {
        return pilot == null
                ? null
                : new Tree()
                        .put("sequences", pilot.sequences())
                        .unlessNull("figure", pilot.figure())
                        .unlessNull("against", pilot.against())
                        .number("share", pilot.share())
                        .map();
    }

    private static List<Map<String, Object>> interventions(PreparedRun run) {
        List<Map<String, Object>> all = new ArrayList<>();
        List<Arm> arms = run.layout().arms();
        List<Map<String, Object>> provenance = run.provenance();
        for (int a = 0; a < arms.size(); a++) {
            if (!provenance.get(a).isEmpty()) {
                all.add(new Tree()
                        .put(ARM, arms.get(a).label())
                        .put(MADE_FROM, provenance.get(a))
                        .map());
            }
        }
        return all;
    }
}
