package org.noisefloor.core.config;

import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;

/** The six kinds of providers, with their types as a plan has them. */
record Kind<P extends Provider<?>>(Class<P> type) {
    static final Kind<ModelBackend<?>> BACKEND = of(ModelBackend.class);
    static final Kind<CorpusReader<?>> READER = of(CorpusReader.class);
    static final Kind<InterventionProvider<?>> INTERVENTION = of(InterventionProvider.class);
    static final Kind<MetricProvider<?>> METRIC = of(MetricProvider.class);
    static final Kind<StratifierProvider<?>> STRATIFIER = of(StratifierProvider.class);
    static final Kind<ReportWriter<?>> REPORT = of(ReportWriter.class);

    /** A class literal has no type arguments, and every instance of the raw class is one of the wildcard type. */
    @SuppressWarnings("unchecked")
    private static <P extends Provider<?>> Kind<P> of(Class<? super P> type) {
        return new Kind<>((Class<P>) type);
    }
}
