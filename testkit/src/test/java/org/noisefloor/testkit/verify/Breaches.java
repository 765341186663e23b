package org.noisefloor.testkit.verify;

import java.util.List;
import java.util.stream.Stream;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.backend.BackendBreaches;

/** What plugins do against their contracts, in the order of {@code docs/plugins/breaches.md}. */
public final class Breaches {
    private Breaches() {}

    public static List<Breach> all() {
        return Stream.of(
                        ProviderBreaches.all(),
                        MetricBreaches.all(),
                        StratifierBreaches.all(),
                        InterventionBreaches.all(),
                        BackendBreaches.all(),
                        ReadingAndWritingBreaches.all())
                .flatMap(List::stream)
                .toList();
    }

    /** What the others are made from: providers that do nothing wrong. */
    public static List<Provider<?>> sound() {
        return List.of(
                MetricBreaches.good(),
                StratifierBreaches.good(),
                InterventionBreaches.good(),
                BackendBreaches.good(),
                ReadingAndWritingBreaches.goodReader(),
                new ProviderBreaches.Idle());
    }
}
