package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Stratifier;
import org.noisefloor.api.StratifierProvider;

/**
 * What the host relies on in every stratifier. A test class implements this interface and inherits all its cases, as with
 * {@link MetricContract}.
 */
public interface StratifierContract<O extends Record> extends ProviderContract {

    @Override
    StratifierProvider<O> provider();

    /** Options under which the stratifier is tested. */
    O stratifierOptions();

    @Test
    default void classesHaveValidUniqueNames() {
        assertThat(create().classes())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isNotBlank().doesNotContain("\n"));
    }

    @Test
    default void instancesHaveTheSameClasses() {
        assertThat(create().classes()).isEqualTo(create().classes());
    }

    @Test
    default void everyPositionIsInOneOfTheClasses() {
        Stratifier stratifier = create();
        int classes = stratifier.classes().size();
        positions()
                .forEach(c -> assertThat(stratifier.classify(c))
                        .as("class of a position with logits %s", Arrays.toString(Arrays.copyOf(c.original(), 8)))
                        .isBetween(0, classes - 1));
    }

    @Test
    default void theClassDependsOnThePositionAlone() {
        Stratifier used = create();
        positions().forEach(c -> assertThat(used.classify(c)).isEqualTo(create().classify(c)));
    }

    @Test
    default void leavesTheLogitsAsTheyWere() {
        Stratifier stratifier = create();
        positions().forEach(c -> {
            List<float[]> before = List.of(c.original().clone(), c.spliced().clone());
            stratifier.classify(c);
            assertThat(List.of(c.original(), c.spliced())).containsExactlyElementsOf(before);
        });
    }

    @Test
    default void tokensBeyondTheVocabularyDoNotMatter() {
        Stratifier stratifier = create();
        positions()
                .forEach(c -> assertThat(stratifier.classify(SamplePositions.padded(c, 1e6f)))
                        .isEqualTo(stratifier.classify(c)));
    }

    private static Stream<Comparison> positions() {
        return Stream.of(
                        SamplePositions.changed(8),
                        SamplePositions.unchanged(8),
                        SamplePositions.withForbiddenTokens(8))
                .flatMap(stream -> stream);
    }

    private Stratifier create() {
        return provider().create(stratifierOptions());
    }
}
