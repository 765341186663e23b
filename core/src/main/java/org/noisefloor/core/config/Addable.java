package org.noisefloor.core.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.noisefloor.api.Provider;
import org.noisefloor.core.plugins.Catalogue;

/** What is installed and a config does not use, for messages about something that is no mistake but left out. */
public final class Addable {
    private Addable() {}

    /** Ids of metrics, stratifiers and interventions that a plan leaves out, with the key of the config that would list them. */
    public static Map<String, String> to(Plan plan, Catalogue catalogue) {
        Map<String, String> addable = new TreeMap<>();
        add(Kind.INTERVENTION, "baselines", catalogue, addable);
        add(Kind.STRATIFIER, "stratify", catalogue, addable);
        add(Kind.METRIC, "metrics", catalogue, addable);
        List.of(plan.interventions(), plan.baselines(), plan.metrics(), plan.stratifiers())
                .forEach(list -> list.forEach(each -> addable.remove(each.name())));
        return addable;
    }

    private static <P extends Provider<?>> void add(
            Kind<P> kind, String key, Catalogue catalogue, Map<String, String> addable) {
        catalogue.ids(kind.type()).forEach(id -> addable.put(id, key));
    }
}
