package org.noisefloor.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.List;
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
import org.noisefloor.api.option.OptionRules;
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
    default void saysTheSameOfItselfAtEveryCall() {
        assertThat(provider().id()).isEqualTo(provider().id());
        assertThat(provider().summary()).isEqualTo(provider().summary());
        assertThat(provider().options()).isEqualTo(provider().options());
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
    default void hasOptionsThatAConfigCanSet() {
        assertThat(provider().options()).as("the class of its options").isNotNull();
        assertThat(OptionRules.problem(provider().options(), provider().getClass()))
                .as("what is wrong with its options")
                .isEmpty();
    }

    @Test
    default void describesEveryOption() {
        for (Option option : annotations()) {
            assertThat(option.doc()).as("what an option is").isNotBlank().doesNotContain("\n");
        }
    }

    private List<Option> annotations() {
        return components().stream()
                .flatMap(component -> Stream.ofNullable(component.getAnnotation(Option.class)))
                .toList();
    }

    @Test
    default void hasDefaultsThatAreValues() {
        for (RecordComponent component : components()) {
            assertThat(DeclaredOption.faultOfDefault(component))
                    .as("option '%s'", component.getName())
                    .isEmpty();
        }
    }

    /** Of options that are no record none: another rule says so. */
    private List<RecordComponent> components() {
        RecordComponent[] components = provider().options().getRecordComponents();
        return components == null ? List.of() : List.of(components);
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
