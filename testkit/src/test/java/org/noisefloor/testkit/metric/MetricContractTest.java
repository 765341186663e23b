package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Column;
import org.noisefloor.api.Comparison;
import org.noisefloor.api.Figure;
import org.noisefloor.api.Figure.Kind;
import org.noisefloor.api.Metric;
import org.noisefloor.api.MetricProvider;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Site;

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
        fails(Kind.LEVEL, remembers, Contract::instancesShareNoState);
    }

    @Test
    void aMetricThatWritesToTheLogitsIsRefused() {
        fails(Kind.LEVEL, (c, out) -> out[0] = c.spliced()[0]++, Contract::leavesLogitsAndActivationsAsTheyWere);
    }

    @Test
    void aMetricThatSubtractsInfinitiesIsRefused() {
        fails(
                Kind.LEVEL,
                (c, out) -> out[0] = c.logProbOriginal(c.correct()) - c.logProbSpliced(c.correct()),
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
    void aProviderThatNoServicesFileNamesIsRefused() {
        assertThatThrownBy(new Contract(Kind.LEVEL, (c, out) -> out[0] = 1)::isFoundByTheServiceLoader)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("META-INF/services/org.noisefloor.api.MetricProvider");
    }

    private static List<Consumer<Contract>> rules() {
        return List.of(
                Contract::hasAnIdThatFitsIntoAConfig,
                Contract::saysInOneLineWhatItIs,
                Contract::describesEveryOption,
                Contract::columnsHaveValidUniqueNames,
                Contract::figuresHaveValidUniqueNames,
                Contract::instancesHaveTheSameColumnsAndFigures,
                Contract::everyFigureIsAFunctionOfTheColumns,
                Contract::writesEveryValueOfEveryColumn,
                Contract::forbiddenTokensNeverGiveNaN,
                Contract::divergencesAreNeverNegativeAndZeroWhereNothingChanged,
                Contract::similaritiesAreWithinZeroAndOneAndOneWhereNothingChanged,
                Contract::differencesAreZeroWhereNothingChanged,
                Contract::aConstantAddedToAllLogitsOfOneSideChangesNothing,
                Contract::theSameInputGivesTheSameBitsAgain,
                Contract::whatCameBeforeDoesNotMatter,
                Contract::instancesShareNoState,
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

    /** The contract of a metric of one column; no test class, so that its rules run only where a test calls them. */
    private static class Contract implements MetricContract<NoOptions> {
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
                public Metric create(NoOptions options, Site site) {
                    return new Metric() {
                        @Override
                        public List<Column> columns() {
                            return List.of(Column.of("sample"));
                        }

                        @Override
                        public List<Figure> figures() {
                            return List.of(figure());
                        }

                        @Override
                        public void score(Comparison comparison, double[] out) {
                            score.of(comparison, out);
                        }
                    };
                }
            };
        }
    }
}
