package org.noisefloor.testkit.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;

/** What a stratifier can do wrong. */
final class StratifierBreaches {
    private static final List<String> TWO = List.of("even", "odd");

    private final List<Breach> all = new ArrayList<>();

    private StratifierBreaches() {}

    static List<Breach> all() {
        StratifierBreaches breaches = new StratifierBreaches();
        breaches.ofClasses();
        breaches.ofInputs();
        breaches.ofState();
        breaches.ofThreads();
        return List.copyOf(breaches.all);
    }

    static StratifierProvider<NoOptions> good() {
        return provider(() -> Stratifier.of(TWO, StratifierBreaches::parity));
    }

    private static int parity(Comparison c) {
        return c.position() % 2;
    }

    private static StratifierProvider<NoOptions> provider(Supplier<Stratifier> made) {
        return new StratifierProvider<>() {
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
            public Stratifier create(NoOptions options, RunContext context) {
                return made.get();
            }
        };
    }

    /** With classes and classifiers that the API's own factory would not take. */
    private record Raw(Supplier<List<String>> names, Supplier<Classifier> classifiers) implements Stratifier {
        @Override
        public List<String> classes() {
            return names.get();
        }

        @Override
        public Classifier classifier() {
            return classifiers.get();
        }
    }

    private void made(String deed, String rule, Supplier<Stratifier> made) {
        all.add(new Breach("stratifier", deed, rule, () -> provider(made)));
    }

    private void named(String deed, String... names) {
        made(deed, "classes have valid unique names", () -> new Raw(() -> Arrays.asList(names), () -> c -> 0));
    }

    private void puts(String deed, String rule, ToIntFunction<Comparison> classify) {
        made(deed, rule, () -> Stratifier.of(TWO, classify));
    }

    private void classifying(String deed, String rule, Supplier<Classifier> classifiers) {
        made(deed, rule, () -> new Raw(() -> TWO, classifiers));
    }

    private <S> void stateful(
            String deed, String rule, Supplier<S> state, Function<S, Supplier<Classifier>> classifiers) {
        all.add(new Breach("stratifier", deed, rule, () -> {
            S own = state.get();
            return provider(() -> new Raw(() -> TWO, classifiers.apply(own)));
        }));
    }

    private void ofClasses() {
        named("has no classes");
        named("names two classes alike", "a", "a");
        named("has a class without a name", "a", " ");
        named("has a class whose name is null", "a", null);
        named("names a class in two lines", "a", "b\nc");
        all.add(new Breach("stratifier", "has other classes at each call", "classes are the same at every call", () -> {
            int[] calls = {0};
            return provider(() -> new Raw(() -> List.of("a", "b" + calls[0]++), () -> c -> 0));
        }));
        made("gives null for a stratifier", "classes have valid unique names", () -> null);
        classifying("gives null for a classifier", "every position is in one of the classes", () -> null);
        String one = "every position is in one of the classes";
        puts("puts positions into class −1", one, c -> -1);
        puts("counts its classes from 1", one, c -> 1 + parity(c));
        puts("forgets a class for forbidden tokens", one, c -> c.original()[2] == Float.NEGATIVE_INFINITY ? 2 : 0);
        puts("fails at the smallest vocabulary", one, c -> c.original()[5] > 0 ? 1 : 0);
        String far = "holds far into a sequence as well";
        puts("runs out of classes beyond position 200", far, c -> c.position() / 101);
        puts("fails beyond position 512", far, c -> (new int[512])[c.position()]);
    }

    private void ofInputs() {
        String untouched = "leaves logits and activations as they were";
        puts("writes to the original's logits", untouched, c -> (int) (c.original()[0]++ * 0));
        puts("writes to the spliced model's logits", untouched, c -> (int) (c.spliced()[0]++ * 0));
        puts("writes to the activation", untouched, c -> (int) (c.activation()[0]++ * 0));
        puts("writes to the replacement", untouched, c -> (int) (c.replacement()[0]++ * 0));
        puts(
                "takes the arrays' length for the vocabulary",
                "tokens beyond the vocabulary do not matter",
                c -> c.original().length % 2);
        puts("looks for the largest of all numbers", "tokens beyond the vocabulary do not matter", c -> {
            int best = 0;
            for (int v = 0; v < c.original().length; v++) {
                best = c.original()[v] > c.original()[best] ? v : best;
            }
            return best < c.vocabulary() ? parity(c) : 1 - parity(c);
        });
    }

    private void ofState() {
        String alone = "the class depends on the position alone";
        classifying("counts its calls", alone, () -> {
            int[] calls = {0};
            return c -> calls[0]++ % 2;
        });
        classifying("draws from a generator with a seed", alone, () -> {
            Random random = new Random(7);
            return c -> random.nextInt(2);
        });
        stateful("shares a count among its classifiers", alone, () -> new int[1], calls -> () -> c -> calls[0]++ % 2);
        classifying("takes the first position for all", alone, () -> {
            int[] first = {-1};
            return c -> first[0] = first[0] < 0 ? parity(c) : first[0];
        });
        classifying("keeps a position and asks it later", "looks at a position during its call only", () -> {
            Comparison[] kept = {null};
            return c -> {
                int zero = kept[0] == null ? 0 : kept[0].vocabulary() * 0;
                kept[0] = c;
                return zero + parity(c);
            };
        });
        classifying(
                "takes the same array for the same position",
                "takes no array for the position that stood in it",
                () -> {
                    float[][] known = {null};
                    int[] found = {0};
                    return c -> {
                        if (known[0] != c.original()) {
                            known[0] = c.original();
                            found[0] = parity(c);
                        }
                        return found[0];
                    };
                });
        puts("puts a position in millions into no class", "", c -> c.sequence() > 1_000_000 ? -1 : 0);
        puts("divides by something else than it says", "", c -> c.length() % 2);
    }

    private void ofThreads() {
        stateful(
                "has one scratch memory for all classifiers",
                "a classifier is not disturbed by another one",
                () -> new int[1],
                scratch -> () -> c -> {
                    scratch[0] = c.position();
                    return c.vocabulary() * 0 + scratch[0] % 2;
                });
        classifying(
                "binds a classifier to the thread that made it",
                "works in another thread than the one that made it",
                () -> {
                    Thread mine = Thread.currentThread();
                    return c -> Thread.currentThread().equals(mine) ? parity(c) : 0;
                });
        stateful(
                "frees what all classifiers use when one is closed",
                "closing one classifier leaves the others",
                () -> new boolean[1],
                gone -> () -> new Classifier() {
                    @Override
                    public int classify(Comparison c) {
                        if (gone[0]) {
                            throw new IllegalStateException("freed");
                        }
                        return parity(c);
                    }

                    @Override
                    public void close() {
                        gone[0] = true;
                    }
                });
        puts("sets the default time zone", "leaves the process as it is", c -> {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
            return parity(c);
        });
    }
}
