package org.noisefloor.plugin.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.intervention.TestActivations;
import org.noisefloor.testkit.isolation.IsolatedPlugin;

/** The plugin works where it will live: in a loader that knows the JDK and the API, natives and all. */
final class IsolationTest {

    @Test
    void splicesInALoaderOfItsOwn() throws Exception {
        float[][] rows = TestActivations.gaussian(4, 8, 1);
        TestActivations expected = TestActivations.of(rows);
        Tiny.open(Tiny.at("topk"), false, 4).replace(expected);

        try (IsolatedPlugin plugin = new IsolatedPlugin("plugin:sae")) {
            InterventionProvider<?> provider = ServiceLoader.load(InterventionProvider.class, plugin.loader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.id().equals("sae"))
                    .findFirst()
                    .orElseThrow();
            assertThat(provider.getClass().getClassLoader()).isSameAs(plugin.loader());
            TestActivations actual = TestActivations.of(rows);
            create(provider).replace(actual);
            for (int row = 0; row < 4; row++) {
                assertThat(actual.replacedRow(row)).containsExactly(expected.replacedRow(row));
            }
        }
    }

    private static <O extends Record> Intervention create(InterventionProvider<O> provider) throws Exception {
        // its enum is one of the plugin's loader, so the options are made by reflection
        Class<?> reading = Class.forName(
                "org.noisefloor.plugin.sae.layout.Hints$Reading",
                true,
                provider.getClass().getClassLoader());
        O options = provider.options()
                .getDeclaredConstructor(
                        Path.class, boolean.class, Optional.class, OptionalInt.class, Optional.class, reading)
                .newInstance(
                        Tiny.at("topk"),
                        false,
                        Optional.empty(),
                        OptionalInt.empty(),
                        Optional.empty(),
                        reading.getEnumConstants()[0]);
        // a folder of its own: a native library belongs to the one loader that loaded its file
        TestContext context = TestContext.builder()
                .shape(1, 4)
                .threads(2)
                .cache(Path.of("target", "cache-isolated"))
                .build();
        return provider.create(options, context);
    }

    @Test
    void allProvidersAreFound() {
        assertThat(ServiceLoader.load(InterventionProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactly("sae");
        assertThat(ServiceLoader.load(MetricProvider.class).stream()
                        .map(found -> found.get().id()))
                .containsExactly("reconstruction", "explained_variance_legacy");
    }
}
