package org.noisefloor.testkit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Option;
import org.noisefloor.api.UserError;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;

/** What is said of a breach, and what is none although it looks like one; the breaches themselves are in {@link BreachesTest}. */
class ContractsTest {
    /** These providers are classes of a test, which no services file names. */
    private static final List<String> OF_TESTS =
            List.of("'has a public constructor without arguments'", "'is found by the service loader'");

    private static List<String> told(Supplier<Metric> metric) {
        return Contracts.breaches(MetricBreaches.provider(metric), new NoOptions()).stream()
                .filter(each -> OF_TESTS.stream().noneMatch(each::contains))
                .toList();
    }

    private static Metric mean(Figure.Kind kind, String doc, ToDoubleFunction<Comparison> score) {
        return Metric.mean("sample", "", kind, doc, score);
    }

    @Test
    void aBreachIsToldWithTheRuleTheContractAndWhatWasFound() {
        assertThat(told(() -> mean(Figure.Kind.LEVEL, "a sample", c -> c.batchMean()[0])))
                .singleElement()
                .asString()
                .startsWith("breaks the rule 'a figure of the mean of the batch says so' of MetricContract: ")
                .contains("what sample says of itself");
        assertThat(told(() -> mean(
                        Figure.Kind.SIMILARITY,
                        "a sample",
                        c -> c.position() > 200 ? 1.18 : c.top1Original() == c.top1Spliced() ? 1 : 0)))
                .singleElement()
                .asString()
                .contains("'holds far into a sequence as well'", "sample at position 208");
    }

    @Test
    void aFigureThatSaysThatItIsOfTheBatchMayBe() {
        assertThat(told(() -> mean(Figure.Kind.LEVEL, "a mean over the batch", c -> c.batchMean()[0])))
                .isEmpty();
    }

    @Test
    void aRefusalIsNoBreach() {
        assertThatThrownBy(() -> told(() -> {
                    throw new UserError("there is no table");
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no table");
    }

    record Fine(
            @Option(doc = "numbers", orElse = "[0.5, 2]", above = 0)
            List<Double> numbers,

            @Option(doc = "left out", orElse = "") OptionalDouble left) {}

    @Test
    void optionsThatAConfigCanSetAreFine() {
        assertThat(Contracts.breachesOf(new ProviderBreaches.Saying<>(Fine.class)))
                .allMatch(each -> OF_TESTS.stream().anyMatch(each::contains));
    }
}
