package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Figure.Kind;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Sums;

/** Each rule of the contract refuses a metric that breaks it and nothing else. */
class MetricContractTest {
    @Test
    void aGoodMetricPasses() {
        Contract good = new Contract(Kind.DIVERGENCE, MetricContractTest::totalVariation);
        for (Consumer<Contract> rule : rules()) {
            assertThatCode(() -> rule.accept(good)).doesNotThrowAnyException();
        }
    }

    @Test
    void aNegativeDivergenceIsRefused() {
        fails(
                Kind.DIVERGENCE,
                (c, out) -> out[0] = -totalVariation(c),
                Contract::divergencesAreNeverNegativeAndZeroWhereNothingChanged);
    }

    @Test
    void aDivergenceThatIsNotZeroAtEqualityIsRefused() {
        fails(
                Kind.DIVERGENCE,
                (c, out) -> out[0] = totalVariation(c) + 1e-300,
                Contract::divergencesAreNeverNegativeAndZeroWhereNothingChanged);
    }

    @Test
    void aSimilarityThatIsZeroAtEqualityIsRefused() {
        fails(
                Kind.SIMILARITY,
                (c, out) -> out[0] = totalVariation(c),
                Contract::similaritiesAreWithinZeroAndOneAndOneWhereNothingChanged);
    }

    @Test
    void aDifferenceThatIsNotZeroAtEqualityIsRefused() {
        fails(Kind.DIFFERENCE, (c, out) -> out[0] = 1, Contract::differencesAreZeroWhereNothingChanged);
    }

    @Test
    void aMetricThatForgetsAValueIsRefused() {
        fails(Kind.LEVEL, (c, out) -> {}, Contract::writesEveryValueOfEveryColumn);
    }

    @Test
    void aMetricOfRawLogitsIsRefused() {
        fails(
                Kind.DIVERGENCE,
                (c, out) -> out[0] = Math.abs((double) c.original()[0] - c.spliced()[0]),
                Contract::aConstantAddedToAllLogitsOfOneSideChangesNothing);
    }

    @Test
    void aMetricThatReadsPastTheVocabularyIsRefused() {
        fails(
                Kind.LEVEL,
                (c, out) -> out[0] = c.original().length,
                Contract::whatStandsBeyondTheVocabularyDoesNotMatter);
    }

    @Test
    void aMetricThatRemembersIsRefused() {
        double[] sum = {0};
        Score remembers = (c, out) -> out[0] = sum[0] += totalVariation(c);
        fails(Kind.LEVEL, remembers, Contract::theSameInputGivesTheSameBitsAgain);
        fails(Kind.LEVEL, remembers, Contract::whatCameBeforeDoesNotMatter);
        fails(Kind.LEVEL, remembers, Contract::scorersShareNoState);
    }

    @Test
    void aMetricThatWritesToTheLogitsIsRefused() {
        fails(Kind.LEVEL, (c, out) -> out[0] = c.spliced()[0]++, Contract::leavesLogitsAndActivationsAsTheyWere);
    }

    @Test
    void aMetricThatSubtractsInfinitiesIsRefused() {
        fails(
                Kind.LEVEL,
                (c, out) -> out[0] = c.logProbOriginal(c.target()) - c.logProbSpliced(c.target()),
                Contract::forbiddenTokensNeverGiveNaN);
    }

    @Test
    void aFigureOfAnotherColumnIsRefused() {
        Contract contract = new Contract(Kind.LEVEL, (c, out) -> out[0] = 1) {
            @Override
            Figure figure() {
                return Figure.mean("other", "1", Kind.LEVEL, "of a column that is not there");
            }
        };
        assertThatThrownBy(contract::everyFigureIsAFunctionOfTheColumns)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'other'");
    }

    @Test
    void aFigureThatSaysItReadsAColumnThatIsNotThereIsRefused() {
        refuses(
                Figure.named("sample").reading("other").doc("a sample").of(Sums::count),
                Contract::everyFigureReadsColumnsThatThereAre,
                "other");
    }

    @Test
    void aFigureThatReadsMoreThanItSaysIsRefused() {
        refuses(
                Figure.named("sample").doc("a sample").of(sums -> sums.sum("sample")),
                Contract::everyFigureReadsNoOtherColumnsThanItSays,
                "sample");
    }

    @Test
    void aFigureThatReadsMoreOnlyWhereAGuardLetsItIsRefused() {
        for (double guard : new double[] {0.5, 2, 40}) {
            refuses(
                    Figure.named("sample")
                            .reading("sample")
                            .doc("a sample")
                            .of(s -> s.sum("sample") >= guard ? s.sum("vector", 1) / s.count() : Double.NaN),
                    Contract::everyFigureReadsNoOtherColumnsThanItSays,
                    "vector");
            refuses(
                    Figure.named("sample")
                            .reading("sample")
                            .doc("a sample")
                            .of(s -> s.count() > 2 * guard ? s.sum("sample") : s.sum("vector", 0)),
                    Contract::everyFigureReadsNoOtherColumnsThanItSays,
                    "vector");
        }
    }

    @Test
    void aFigureThatReadsMoreToSayWhyItIsUndefinedIsRefused() {
        Figure.Formula formula = new Figure.Formula() {
            @Override
            public double of(Sums sums) {
                return Double.NaN;
            }

            @Override
            public String whyUndefined(Sums sums, int draws) {
                return "undefined: there are " + sums.sum("sample");
            }
        };
        refuses(
                Figure.named("sample").doc("a sample").of(formula),
                Contract::everyFigureReadsNoOtherColumnsThanItSays,
                "sample");
    }

    @Test
    void aFigureOfTheOriginalThatTheSpliceMovesIsRefused() {
        refuses(
                Figure.mean("sample", "1", Kind.LEVEL, "a sample").ofTheOriginal(),
                Contract::aFigureOfTheOriginalIsTheSameWhateverTheSplice,
                "of the original");
    }

    @Test
    void aFigureThatChangesFromCallToCallIsRefused() {
        int[] calls = {0};
        Contract contract = new Contract(Kind.LEVEL, MetricContractTest::totalVariation) {
            @Override
            Figure figure() {
                return Figure.mean("sample", "1", Kind.LEVEL, "sample number " + calls[0]++);
            }
        };
        assertThatThrownBy(contract::columnsAndFiguresAreTheSameAtEveryCall).isInstanceOf(AssertionError.class);
    }

    @Test
    void aFigureThatDoesNotSayWhatItIsIsRefused() {
        refuses(
                Figure.named("sample").of(Sums::count),
                Contract::figuresSayInOneLineWhatTheyAreAndInWhatUnit,
                "what sample is");
    }

    private static void refuses(Figure figure, Consumer<Contract> rule, String saying) {
        Contract contract = new Contract(Kind.LEVEL, MetricContractTest::totalVariation) {
            @Override
            Figure figure() {
                return figure;
            }
        };
        assertThatThrownBy(() -> rule.accept(contract))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(saying);
    }

    @Test
    void aProviderThatNoServicesFileNamesIsRefused() {
        assertThatThrownBy(new Contract(Kind.LEVEL, (c, out) -> out[0] = 1)::isFoundByTheServiceLoader)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("META-INF/services/org.noisefloor.api.metric.MetricProvider");
    }

    private static List<Consumer<Contract>> rules() {
        return List.of(
                Contract::hasAnIdThatFitsIntoAConfig,
                Contract::saysInOneLineWhatItIs,
                Contract::describesEveryOption,
                Contract::columnsHaveValidUniqueNames,
                Contract::figuresHaveValidUniqueNames,
                Contract::figuresSayInOneLineWhatTheyAreAndInWhatUnit,
                Contract::columnsAndFiguresAreTheSameAtEveryCall,
                Contract::everyFigureReadsColumnsThatThereAre,
                Contract::everyFigureReadsNoOtherColumnsThanItSays,
                Contract::aFigureOfTheOriginalIsTheSameWhateverTheSplice,
                Contract::everyFigureIsAFunctionOfTheColumns,
                Contract::writesEveryValueOfEveryColumn,
                Contract::forbiddenTokensNeverGiveNaN,
                Contract::divergencesAreNeverNegativeAndZeroWhereNothingChanged,
                Contract::similaritiesAreWithinZeroAndOneAndOneWhereNothingChanged,
                Contract::differencesAreZeroWhereNothingChanged,
                Contract::aConstantAddedToAllLogitsOfOneSideChangesNothing,
                Contract::theSameInputGivesTheSameBitsAgain,
                Contract::whatCameBeforeDoesNotMatter,
                Contract::scorersShareNoState,
                Contract::leavesLogitsAndActivationsAsTheyWere,
                Contract::whatStandsBeyondTheVocabularyDoesNotMatter);
    }

    private static void fails(Kind kind, Score score, Consumer<Contract> rule) {
        assertThatThrownBy(() -> rule.accept(new Contract(kind, score))).isInstanceOf(AssertionError.class);
    }

    private static void totalVariation(Comparison c, double[] out) {
        out[0] = totalVariation(c);
    }

    private static double totalVariation(Comparison c) {
        double sum = 0;
        for (int v = 0; v < c.vocabulary(); v++) {
            sum += Math.abs(Math.exp(c.logProbOriginal(v)) - Math.exp(c.logProbSpliced(v))) / 2;
        }
        return sum;
    }

    private interface Score {
        void of(Comparison comparison, double[] out);
    }

    /** The contract of a metric of one figure; no test class, so that its rules run only where a test calls them. */
    private static class Contract implements MetricContract<NoOptions> {
        /** The second is there to be read by mistake. */
        private static final List<Column> COLUMNS = List.of(Column.of("sample"), Column.of("vector", 2));

        private final Kind kind;
        private final Score score;

        Contract(Kind kind, Score score) {
            this.kind = kind;
            this.score = score;
        }

        Figure figure() {
            return Figure.mean("sample", "1", kind, "a sample");
        }

        @Override
        public NoOptions metricOptions() {
            return new NoOptions();
        }

        @Override
        public MetricProvider<NoOptions> provider() {
            return new MetricProvider<>() {
                @Override
                public String id() {
                    return "sample";
                }

                @Override
                public String summary() {
                    return "A sample";
                }

                @Override
                public Class<NoOptions> options() {
                    return NoOptions.class;
                }

                @Override
                public Metric create(NoOptions options, RunContext context) {
                    return Metric.of(COLUMNS, List.of(figure()), () -> (comparison, out) -> {
                        out[1] = 0;
                        out[2] = 0;
                        score.of(comparison, out);
                    });
                }
            };
        }
    }
}
