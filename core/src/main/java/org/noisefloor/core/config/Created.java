package org.noisefloor.core.config;

import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.core.plugins.HostRunContext;

/** What entries of a config become at a site: the one place where metrics and stratifiers are created. */
public final class Created {
    private Created() {}

    /**
     * A metric with the options of its entry at the context's site. Where the entry has a name of its own, so have the columns and
     * figures.
     *
     * @param context of the run at the site; its name is set to the entry's
     * @throws UserError with the entry's place, if the provider refuses
     */
    public static Metric metric(Chosen<MetricProvider<?>> chosen, HostRunContext context) {
        MetricProvider<?> provider = chosen.provider();
        return NamedMetric.of(
                chosen.blaming(context.site().name(), () -> create(provider, chosen, context)),
                provider.id(),
                chosen.name());
    }

    /** A stratifier, likewise. Its classes are reported under its entry's name already. */
    public static Stratifier stratifier(Chosen<StratifierProvider<?>> chosen, HostRunContext context) {
        return chosen.blaming(context.site().name(), () -> create(chosen.provider(), chosen, context));
    }

    private static <O extends Record> Metric create(
            MetricProvider<O> provider, Chosen<?> chosen, HostRunContext context) {
        return provider.create(options(provider.options(), chosen, context), context.named(chosen.name()));
    }

    private static <O extends Record> Stratifier create(
            StratifierProvider<O> provider, Chosen<?> chosen, HostRunContext context) {
        return provider.create(options(provider.options(), chosen, context), context.named(chosen.name()));
    }

    private static <O extends Record> O options(Class<O> type, Chosen<?> chosen, HostRunContext context) {
        return type.cast(chosen.optionsAt(context.site().name()));
    }
}
