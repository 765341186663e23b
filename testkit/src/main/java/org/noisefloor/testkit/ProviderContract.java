package org.noisefloor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Option;
import org.noisefloor.api.Provider;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;

/** How a provider of any kind introduces itself; the contracts of the kinds have it in them. */
public interface ProviderContract {

    /** The provider under test. */
    Provider<?> provider();

    @Test
    default void hasAnIdThatFitsIntoAConfig() {
        assertThat(provider().id()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    default void saysInOneLineWhatItIs() {
        assertThat(provider().summary()).isNotBlank().doesNotContain("\n").doesNotEndWith(".");
    }

    @Test
    default void hasAPublicConstructorWithoutArguments() throws NoSuchMethodException {
        Class<?> type = provider().getClass();
        assertThat(Modifier.isPublic(type.getModifiers()))
                .as("%s is public", type.getName())
                .isTrue();
        assertThat(Modifier.isPublic(type.getDeclaredConstructor().getModifiers()))
                .as("the constructor of %s is public", type.getName())
                .isTrue();
    }

    /** The host creates all providers in order to list them. */
    @Test
    default void itsConstructorDoesNoWork() throws ReflectiveOperationException {
        Class<?> type = provider().getClass();
        if (Stream.of(type.getConstructors()).anyMatch(each -> each.getParameterCount() == 0)) {
            Constructor<?> constructor = type.getConstructor();
            assertThat(Work.of(constructor::newInstance))
                    .as("what the constructor of %s does", type.getName())
                    .isEqualTo("nothing");
        }
    }

    @Test
    default void describesEveryOption() {
        for (RecordComponent component : provider().options().getRecordComponents()) {
            Option option = component.getAnnotation(Option.class);
            assertThat(option).as("@Option of '%s'", component.getName()).isNotNull();
            assertThat(option.doc()).as("doc of '%s'", component.getName()).isNotBlank();
            assertThat(option.min()).as("range of '%s'", component.getName()).isLessThanOrEqualTo(option.max());
        }
    }

    @Test
    default void hasOptionsThatAConfigCanSet() {
        for (RecordComponent component : provider().options().getRecordComponents()) {
            assertThat(DeclaredOption.problem(component, provider()))
                    .as("option '%s'", component.getName())
                    .isEmpty();
        }
    }

    @Test
    default void hasDefaultsThatAreValues() {
        for (RecordComponent component : provider().options().getRecordComponents()) {
            assertThat(DeclaredOption.faultOfDefault(component))
                    .as("option '%s'", component.getName())
                    .isEmpty();
        }
    }

    @Test
    default void isFoundByTheServiceLoader() {
        Class<?> type = provider().getClass();
        Class<?> kind = Stream.<Class<?>>of(
                        MetricProvider.class,
                        StratifierProvider.class,
                        InterventionProvider.class,
                        ModelBackend.class,
                        CorpusReader.class,
                        ReportWriter.class)
                .filter(each -> each.isInstance(provider()))
                .findFirst()
                .orElseThrow();
        assertThat(ServiceLoader.load(kind, type.getClassLoader()).stream()
                        .map(provider -> provider.type().getName()))
                .as("classes named in META-INF/services/%s", kind.getName())
                .contains(type.getName());
    }
}
