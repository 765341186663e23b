package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.Surroundings;
import org.noisefloor.testkit.TestContext;

/**
 * What the host relies on in every stratifier. A test class implements this interface and inherits all its cases, as with
 * {@link MetricContract}.
 */
public interface StratifierContract<O extends Record> extends ProviderContract {

    @Override
    StratifierProvider<O> provider();

    /** Options under which the stratifier is tested. */
    O stratifierOptions();

    /** What the stratifier is told. */
    default RunContext context() {
        return TestContext.ofWidth(8);
    }

    @Test
    default void classesHaveValidUniqueNames() {
        assertThat(create().classes())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name).isNotBlank().doesNotContain("\n"));
    }

    @Test
    default void classesAreTheSameAtEveryCall() {
        Stratifier stratifier = create();
        assertThat(stratifier.classes()).isEqualTo(stratifier.classes()).isEqualTo(create().classes());
    }

    @Test
    default void everyPositionIsInOneOfTheClasses() {
        Stratifier stratifier = create();
        Classifier classifier = stratifier.classifier();
        int classes = stratifier.classes().size();
        positions()
                .forEach(c -> assertThat(classifier.classify(c))
                        .as("class of a position with logits %s", Arrays.toString(Arrays.copyOf(c.original(), 8)))
                        .isBetween(0, classes - 1));
    }

    @Test
    default void theClassDependsOnThePositionAlone() {
        Stratifier stratifier = create();
        Classifier used = stratifier.classifier();
        positions()
                .forEach(c -> assertThat(used.classify(c))
                        .isEqualTo(stratifier.classifier().classify(c))
                        .isEqualTo(create().classifier().classify(c)));
    }

    @Test
    default void leavesLogitsAndActivationsAsTheyWere() {
        Classifier classifier = create().classifier();
        positions().forEach(c -> {
            List<float[]> before = Stream.of(c.original(), c.spliced(), c.activation(), c.replacement())
                    .map(float[]::clone)
                    .toList();
            classifier.classify(c);
            assertThat(List.of(c.original(), c.spliced(), c.activation(), c.replacement()))
                    .containsExactlyElementsOf(before);
        });
    }

    @Test
    default void tokensBeyondTheVocabularyDoNotMatter() {
        Classifier classifier = create().classifier();
        positions()
                .forEach(c -> assertThat(classifier.classify(SamplePositions.padded(c, 1e6f)))
                        .isEqualTo(classifier.classify(c)));
    }

    /** Hundreds of positions of one classifier, far into their sequences. */
    @Test
    default void holdsFarIntoASequenceAsWell() {
        Stratifier stratifier = create();
        Classifier classifier = stratifier.classifier();
        int classes = stratifier.classes().size();
        SamplePositions.far(width())
                .forEach(c -> assertThat(classifier.classify(c))
                        .as("class at position %d", c.position())
                        .isBetween(0, classes - 1));
    }

    /** What a position handed out is gone with the next one. */
    @Test
    default void looksAtAPositionDuringItsCallOnly() {
        AsInARun.duringTheCallOnly(lookers(), positions().toList());
    }

    /** The host shows one position after the other in the same arrays. */
    @Test
    default void takesNoArrayForThePositionThatStoodInIt() {
        AsInARun.inTheSameArrays(lookers(), positions().toList());
    }

    /** One for each thread, and they work at the same time. */
    @Test
    default void aClassifierIsNotDisturbedByAnotherOne() {
        AsInARun.atTheSameTime(lookers(), positions().toList());
    }

    @Test
    default void worksInAnotherThreadThanTheOneThatMadeIt() {
        AsInARun.inAnotherThread(lookers(), positions().toList());
    }

    @Test
    default void closingOneClassifierLeavesTheOthers() {
        AsInARun.closed(lookers(), positions().toList());
    }

    @Test
    default void leavesTheProcessAsItIs() {
        Classifier classifier = create().classifier();
        assertThat(Surroundings.changedBy(() -> positions().forEach(classifier::classify)))
                .as("what it changes that a process has one of")
                .isEmpty();
    }

    private Supplier<AsInARun.Looker> lookers() {
        Stratifier stratifier = create();
        return () -> AsInARun.looker(stratifier.classifier());
    }

    private int width() {
        return context().site().width();
    }

    private Stream<Comparison> positions() {
        return Stream.of(
                        SamplePositions.changed(width()),
                        SamplePositions.unchanged(width()),
                        SamplePositions.withForbiddenTokens(width()))
                .flatMap(stream -> stream);
    }

    private Stratifier create() {
        return provider().create(stratifierOptions(), context());
    }
}
