package org.noisefloor.testkit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.Context;
import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.Scratch;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.backend.BackendProviderContract;
import org.noisefloor.testkit.intervention.InterventionContract;
import org.noisefloor.testkit.intervention.InterventionProviderContract;
import org.noisefloor.testkit.metric.MetricContract;
import org.noisefloor.testkit.metric.StratifierContract;
import org.noisefloor.testkit.report.ReportWriterContract;

/**
 * The contracts without a test class, for a provider that somebody else compiled. Of a backend only what it does without a model is looked
 * at, of a corpus reader how it introduces itself: the rest needs a model, or a file of its format.
 */
public final class Contracts {
    private static final int LONGEST = 300;

    private Contracts() {}

    /** How a provider introduces itself, whatever its kind and options; a sentence for each case that does not hold. */
    public static List<String> breachesOf(Provider<?> provider) {
        return breaches((ProviderContract) () -> provider);
    }

    /**
     * All that can be asked of a provider without files.
     *
     * @param options of the provider's own type
     * @return a sentence for each case that does not hold
     * @throws UserError if it cannot be created with these options, which is no breach
     */
    public static List<String> breaches(Provider<?> provider, Record options) {
        try (Scratch cache = new Scratch()) {
            return breaches(contract(provider, options, cache.folder()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static ProviderContract contract(Provider<?> provider, Record options, Path cache) {
        if (provider instanceof MetricProvider<?> metric) {
            return ofMetric(metric, options, TestContext.builder().cache(cache).build());
        }
        if (provider instanceof StratifierProvider<?> stratifier) {
            return ofStratifier(
                    stratifier, options, TestContext.builder().cache(cache).build());
        }
        if (provider instanceof InterventionProvider<?> intervention) {
            return ofIntervention(intervention, options, cache);
        }
        if (provider instanceof ReportWriter<?> writer) {
            return ofWriter(writer, options, TestContext.builder().cache(cache).build());
        }
        if (provider instanceof ModelBackend<?> backend) {
            return ofBackend(
                    backend, options, TestContext.builder().cache(cache).build());
        }
        return () -> provider;
    }

    private static <O extends Record> ProviderContract ofBackend(
            ModelBackend<O> provider, Record options, Context context) {
        O own = provider.options().cast(options);
        return new BackendProviderContract<O>() {
            @Override
            public ModelBackend<O> provider() {
                return provider;
            }

            @Override
            public O backendOptions() {
                return own;
            }

            @Override
            public Context context() {
                return context;
            }
        };
    }

    private static <O extends Record> ProviderContract ofMetric(
            MetricProvider<O> provider, Record options, RunContext context) {
        O own = provider.options().cast(options);
        return new MetricContract<O>() {
            @Override
            public MetricProvider<O> provider() {
                return provider;
            }

            @Override
            public O metricOptions() {
                return own;
            }

            @Override
            public RunContext context() {
                return context;
            }
        };
    }

    private static <O extends Record> ProviderContract ofStratifier(
            StratifierProvider<O> provider, Record options, RunContext context) {
        O own = provider.options().cast(options);
        return new StratifierContract<O>() {
            @Override
            public StratifierProvider<O> provider() {
                return provider;
            }

            @Override
            public O stratifierOptions() {
                return own;
            }

            @Override
            public RunContext context() {
                return context;
            }
        };
    }

    private static <O extends Record> ProviderContract ofIntervention(
            InterventionProvider<O> provider, Record options, Path cache) {
        O own = provider.options().cast(options);
        return new InterventionProviderContract<O>() {
            @Override
            public InterventionProvider<O> provider() {
                return provider;
            }

            @Override
            public O interventionOptions() {
                return own;
            }

            @Override
            public RunContext context() {
                return InterventionContract.usual().cache(cache).build();
            }

            /** What reads its sequence breaks no rule; only its author knows. */
            @Override
            public boolean readsTheSequence() {
                return true;
            }
        };
    }

    private static <O extends Record> ProviderContract ofWriter(
            ReportWriter<O> provider, Record options, RunContext context) {
        O own = provider.options().cast(options);
        return new ReportWriterContract<O>() {
            @Override
            public ReportWriter<O> provider() {
                return provider;
            }

            @Override
            public O reportOptions() {
                return own;
            }

            @Override
            public Context context() {
                return context;
            }
        };
    }

    /** A sentence for each rule of a contract that does not hold. */
    static List<String> breaches(ProviderContract contract) {
        List<String> breaches = new ArrayList<>();
        for (Method rule : rules(contract)) {
            try {
                rule.setAccessible(true);
                rule.invoke(contract);
            } catch (InvocationTargetException thrown) {
                Throwable cause = Objects.requireNonNull(thrown.getCause());
                if (cause instanceof UserError refused) {
                    throw refused;
                }
                breaches.add("breaks the rule '" + inWords(rule.getName()) + "' of "
                        + rule.getDeclaringClass().getSimpleName() + ": " + inOneLine(cause));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return breaches;
    }

    private static List<Method> rules(ProviderContract contract) {
        return Stream.of(contract.getClass().getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
    }

    /** {@code forbiddenTokensNeverGiveNaN} as words. */
    static String inWords(String name) {
        return name.replace("NaN", "Nan")
                .replaceAll("([A-Z])", " $1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\bnan\\b", "NaN")
                .strip();
    }

    private static String inOneLine(Throwable thrown) {
        String said = thrown instanceof AssertionError
                ? String.valueOf(thrown.getMessage())
                : thrown.getClass().getSimpleName() + (thrown.getMessage() == null ? "" : ": " + thrown.getMessage());
        String line = said.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }
}
