package org.noisefloor.core.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What {@code plugins new} writes a project for. A divergence is a metric that is written in one line. */
enum ProjectKind {
    METRIC("metric", "metric.MetricProvider"),
    DIVERGENCE("metric", "metric.MetricProvider"),
    STRATIFIER("stratifier", "metric.StratifierProvider"),
    INTERVENTION("intervention", "intervention.InterventionProvider"),
    BACKEND("backend", "backend.ModelBackend"),
    CORPUS("corpus", "corpus.CorpusReader"),
    REPORT("report", "report.ReportWriter");

    private final String provides;
    private final String service;

    ProjectKind(String provides, String service) {
        this.provides = provides;
        this.service = service;
    }

    static Optional<ProjectKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.label().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ProjectKind::label).toList();
    }

    /** As it stands on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of its provider, as {@code plugins list} says it. */
    String provides() {
        return provides;
    }

    /** The provider interface. */
    String service() {
        return "org.noisefloor.api." + service;
    }
}
