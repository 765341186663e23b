package org.noisefloor.core.plugins;

import java.util.Arrays;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;

/** What a plugin can provide: one of the six provider interfaces, with its words in lists and in sentences. */
enum Kind {
    BACKEND(ModelBackend.class, "backend", "backend"),
    INTERVENTION(InterventionProvider.class, "intervention", "intervention"),
    METRIC(MetricProvider.class, "metric", "metric"),
    STRATIFIER(StratifierProvider.class, "stratifier", "stratifier"),
    CORPUS(CorpusReader.class, "corpus", "corpus reader"),
    REPORT(ReportWriter.class, "report", "report writer");

    private final Class<?> service;
    private final String label;
    private final String words;

    Kind(Class<?> service, String label, String words) {
        this.service = service;
        this.label = label;
        this.words = words;
    }

    /** The interface, a raw type: what is loaded is checked by its options record, not by its type argument. */
    @SuppressWarnings("unchecked")
    Class<? extends Provider<?>> service() {
        return (Class<? extends Provider<?>>) service;
    }

    /** As it stands in {@code plugins list}. */
    String label() {
        return label;
    }

    /** As it stands in a sentence. */
    String words() {
        return words;
    }

    /** The file in a jar that names the classes of this kind. */
    String servicesFile() {
        return "META-INF/services/" + service.getName();
    }

    /** The kind of a provider interface. */
    static Kind of(Class<?> service) {
        return Arrays.stream(values())
                .filter(kind -> kind.service == service)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(service + " is not one of the six provider interfaces"));
    }

    /** The kind that a provider is of. */
    static Kind of(Provider<?> provider) {
        return Arrays.stream(values())
                .filter(kind -> kind.service.isInstance(provider))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        provider.getClass() + " implements none of the six provider interfaces"));
    }
}
