package org.noisefloor.testkit.verify;

import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.noisefloor.api.Context;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.Inspection;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.intervention.Observation;
import org.noisefloor.api.intervention.Variant;

/** What an intervention or baseline can do wrong. */
final class InterventionBreaches {
    private final List<Breach> all = new ArrayList<>();

    private InterventionBreaches() {}

    static List<Breach> all() {
        InterventionBreaches breaches = new InterventionBreaches();
        breaches.ofRows();
        breaches.ofBuffers();
        breaches.ofDraws();
        breaches.ofCalibration();
        breaches.ofReports();
        breaches.ofWords();
        breaches.ofLife();
        breaches.ofProviders();
        return List.copyOf(breaches.all);
    }

    static InterventionProvider<NoOptions> good() {
        return new Provider(Halving::new);
    }

    /** Of an intervention without options, to be changed in one method. */
    private static class Provider implements InterventionProvider<NoOptions> {
        private final Supplier<Intervention> made;

        Provider(Supplier<Intervention> made) {
            this.made = made;
        }

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
        public Intervention create(NoOptions options, RunContext context) {
            return made.get();
        }
    }

    private void made(String deed, String rule, Supplier<Intervention> made) {
        all.add(new Breach("intervention", deed, rule, () -> new Provider(made)));
    }

    /** Whose instances have something in common. */
    private <S> void sharing(String deed, String rule, Supplier<S> state, Function<S, Intervention> made) {
        all.add(new Breach("intervention", deed, rule, () -> {
            S own = state.get();
            return new Provider(() -> made.apply(own));
        }));
    }

    /** What replaces one number of a row. */
    private interface Value {
        float of(Activations activations, int row, int at);
    }

    /** Halves its rows; what breaks a rule is in the methods that are overridden. */
    private static class Halving implements Intervention {
        @Override
        public Needs needs() {
            return Needs.nothing();
        }

        @Override
        public void replace(Activations activations) {
            each(activations, (acts, row, at) -> value(acts, row, at) / 2);
        }

        static float value(Activations activations, int row, int at) {
            return activations.original().get(row * activations.width() + at);
        }

        static void each(Activations activations, Value number) {
            FloatBuffer replaced = activations.replaced();
            for (int row = 0; row < activations.rows(); row++) {
                for (int at = 0; activations.intervened(row) && at < activations.width(); at++) {
                    replaced.put(row * activations.width() + at, number.of(activations, row, at));
                }
            }
        }
    }

    private void replacing(String deed, String rule, Value number) {
        replacing(deed, rule, Needs.nothing(), () -> number);
    }

    private void replacing(String deed, String rule, Needs needs, Supplier<Value> numbers) {
        made(deed, rule, () -> {
            Value number = numbers.get();
            return new Halving() {
                @Override
                public Needs needs() {
                    return needs;
                }

                @Override
                public void replace(Activations activations) {
                    each(activations, number);
                }
            };
        });
    }

    /** Halves, and does something else besides. */
    private void besides(String deed, String rule, Needs needs, Consumer<Activations> more) {
        made(deed, rule, () -> new Halving() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public void replace(Activations activations) {
                super.replace(activations);
                more.accept(activations);
            }
        });
    }

    private void ofRows() {
        String finite = "every replaced value is finite";
        replacing("writes NaN", finite, (acts, row, at) -> Float.NaN);
        replacing(
                "writes ∞ where a number is negative",
                finite,
                (acts, row, at) -> Halving.value(acts, row, at) < 0 ? Float.POSITIVE_INFINITY : 0);
        String rows = "a row does not depend on the other rows";
        replacing("subtracts the mean of the batch", rows, (acts, row, at) -> {
            float sum = 0;
            for (int each = 0; each < acts.rows(); each++) {
                sum += acts.intervened(each) ? Halving.value(acts, each, at) : 0;
            }
            return Halving.value(acts, row, at) - sum / acts.rows();
        });
        replacing(
                "takes the row of the other sequence",
                rows,
                (acts, row, at) -> Halving.value(
                        acts,
                        acts.intervened((row + acts.length()) % acts.rows())
                                ? (row + acts.length()) % acts.rows()
                                : row,
                        at));
        String before = "a row does not depend on the batches before";
        replacing("keeps a running mean", before, Needs.nothing(), () -> {
            double[] sum = new double[2];
            return (acts, row, at) -> {
                sum[0] += Halving.value(acts, row, at);
                sum[1]++;
                return (float) (sum[0] / sum[1]);
            };
        });
        replacing("takes the numbers of the first batch for all", before, Needs.nothing(), () -> {
            Map<Integer, Float> first = new HashMap<>();
            return (acts, row, at) -> first.computeIfAbsent(row * acts.width() + at, i -> Halving.value(acts, row, at));
        });
        replacing(
                "goes by the place of a row in its batch",
                "a sequence may stand anywhere in the batch",
                (acts, row, at) -> Halving.value(acts, row, at) * row);
        made(
                "fails at a batch without rows to replace",
                "a batch without intervened rows is no matter",
                () -> new Halving() {
                    @Override
                    public void replace(Activations activations) {
                        int rows = 0;
                        for (int row = 0; row < activations.rows(); row++) {
                            rows += activations.intervened(row) ? 1 : 0;
                        }
                        float half = 1f / (1 + 1 / rows);
                        each(activations, (acts, row, at) -> value(acts, row, at) * half);
                    }
                });
    }

    private void ofBuffers() {
        besides(
                "writes to the original",
                "the original is not written",
                Needs.nothing(),
                acts -> acts.original().put(0, 7));
        besides(
                "writes to what it is matched to",
                "what it is matched to is not written",
                Needs.nothing().matched(),
                acts -> acts.matched().put(0, 7));
        besides(
                "leaves the original's position at its end",
                "buffers keep their positions",
                Needs.nothing(),
                acts -> acts.original().position(acts.original().limit()));
        besides(
                "leaves the replacement's position at its end",
                "buffers keep their positions",
                Needs.nothing(),
                acts -> acts.replaced().position(acts.replaced().limit()));
        besides(
                "reads what it is matched to without asking for it",
                "every replaced value is finite",
                Needs.nothing(),
                acts -> acts.matched().get(0));
        String call = "looks at a batch during its call only";
        made("keeps a batch and reads it in the next call", call, () -> new Halving() {
            private FloatBuffer kept;

            @Override
            public void replace(Activations activations) {
                FloatBuffer earlier = kept == null ? activations.original() : kept;
                each(
                        activations,
                        (acts, row, at) -> value(acts, row, at) / 2 + 0 * earlier.get(row * acts.width() + at));
                kept = activations.original();
            }
        });
    }

    private void ofDraws() {
        Needs drawn = Needs.nothing().drawn(2);
        String draw = "another draw gives other numbers if and only if it draws";
        replacing("draws without saying so", draw, (acts, row, at) ->
                (float) acts.random(row).nextGaussian());
        replacing("says that it draws and does not", draw, drawn, () -> (acts, row, at) -> 0);
        String again = "the same batch gives the same bits again";
        replacing("draws from a generator of its own", again, drawn, () -> {
            Random random = new Random(7);
            return (acts, row, at) -> (float) random.nextGaussian();
        });
        replacing("draws from the clock", again, drawn, () -> (acts, row, at) -> System.nanoTime() % 1000);
        sharing(
                "gives each instance another seed",
                "the same key gives the same bits in another instance",
                () -> new int[1],
                seed -> {
                    int own = seed[0]++;
                    return new Halving() {
                        @Override
                        public void replace(Activations activations) {
                            each(activations, (acts, row, at) -> value(acts, row, at) + own);
                        }
                    };
                });
        replacing(
                "takes numbers that sequences share without saying so",
                "random numbers that sequences share are said to be shared",
                drawn,
                () -> (acts, row, at) -> (float) acts.sharedRandom().nextGaussian());
        replacing(
                "says that sequences share its draws and draws for each row",
                "draws that are said to be shared are made of shared numbers alone",
                drawn.sharingDraws(),
                () -> (acts, row, at) -> (float) acts.random(row).nextGaussian());
    }

    /** Shifts by what calibration said. */
    private static class Shifting extends Halving {
        final List<Float> means = new ArrayList<>();

        @Override
        public Needs needs() {
            return Needs.nothing().calibrated();
        }

        @Override
        public void calibrate(Activations activations) {
            means.add(value(activations, 1, 0));
        }

        @Override
        public void replace(Activations activations) {
            float sum = 0;
            for (float mean : means) {
                sum += mean;
            }
            float shift = sum;
            each(activations, (acts, row, at) -> value(acts, row, at) + shift);
        }
    }

    private void ofCalibration() {
        String every = "calibration takes in every batch";
        made("calibrates itself on the last batch alone", every, () -> new Shifting() {
            @Override
            public void calibrate(Activations activations) {
                means.clear();
                super.calibrate(activations);
            }
        });
        made("calibrates itself on the first batch alone", every, () -> new Shifting() {
            @Override
            public void calibrate(Activations activations) {
                if (means.isEmpty()) {
                    super.calibrate(activations);
                }
            }
        });
        String nothing = "calibration replaces nothing";
        made("replaces while it is calibrated", nothing, () -> new Shifting() {
            @Override
            public void calibrate(Activations activations) {
                super.calibrate(activations);
                activations.replaced().put(0, 7);
            }
        });
        made("writes to the original while it is calibrated", nothing, () -> new Shifting() {
            @Override
            public void calibrate(Activations activations) {
                super.calibrate(activations);
                activations.original().put(0, 7);
            }
        });
        made(
                "keeps a batch of calibration and reads it when all were shown",
                "every replaced value is finite",
                () -> new Shifting() {
                    private final List<FloatBuffer> kept = new ArrayList<>();

                    @Override
                    public void calibrate(Activations activations) {
                        kept.add(activations.original());
                    }

                    @Override
                    public void calibrated() {
                        kept.forEach(each -> means.add(each.get(each.limit() / 2)));
                    }
                });
        sharing(
                "keeps what it was calibrated to where another instance finds it",
                "instances share nothing",
                ArrayList<Float>::new,
                shared -> new Shifting() {
                    @Override
                    public void calibrate(Activations activations) {
                        shared.add(value(activations, 1, 0));
                    }

                    @Override
                    public void replace(Activations activations) {
                        means.clear();
                        means.add(shared.get(shared.size() - 1));
                        means.add(shared.get(shared.size() - 2));
                        super.replace(activations);
                    }
                });
    }

    /** Halves, and tells something of itself. */
    private static class Telling extends Halving {
        @Override
        public List<Observation> observations() {
            return List.of(Observation.of("seen", "", "a number"));
        }

        @Override
        public void replace(Activations activations) {
            super.replace(activations);
            for (int row = 0; row < activations.rows(); row++) {
                if (activations.intervened(row)) {
                    observe(activations, row);
                }
            }
        }

        void observe(Activations activations, int row) {
            activations.observe(0, row, 1);
        }
    }

    private void ofReports() {
        String outside = "nothing is observed outside the mask";
        made("observes rows outside the mask", outside, () -> new Telling() {
            @Override
            public void replace(Activations activations) {
                for (int row = 0; row < activations.rows(); row++) {
                    observe(activations, row);
                }
            }
        });
        String every = "every intervened row is observed";
        made("leaves a row unobserved", every, () -> new Telling() {
            @Override
            void observe(Activations activations, int row) {
                if (row != 3) {
                    super.observe(activations, row);
                }
            }
        });
        made("observes NaN", every, () -> new Telling() {
            @Override
            void observe(Activations activations, int row) {
                activations.observe(0, row, Double.NaN);
            }
        });
        made("observes what it does not name", "observes what it names alone", () -> new Telling() {
            @Override
            void observe(Activations activations, int row) {
                super.observe(activations, row);
                activations.observe(1, row, 1);
            }
        });
        String names = "observations have names of their own and no draws";
        observing(
                "names an observation 'Bad Name'", names, Needs.nothing(), Observation.of("Bad Name", "", "a number"));
        observing(
                "names two observations alike",
                names,
                Needs.nothing(),
                Observation.of("seen", "", "a number"),
                Observation.of("seen", "", "a number"));
        observing("does not say what an observation is", names, Needs.nothing(), Observation.of("seen", "", ""));
        made("observes though it draws", names, () -> new Telling() {
            @Override
            public Needs needs() {
                return Needs.nothing().drawn(2);
            }
        });
        String features = "active features are among its features and reported once";
        active("tells of a feature that it does not have", features, 3, (acts, row) -> acts.active(row, 3));
        active("tells twice of a feature", features, 3, (acts, row) -> {
            acts.active(row, 1);
            acts.active(row, 1);
        });
        active("tells of features and has none", features, 0, (acts, row) -> acts.active(row, 0));
        active("has −1 features", "needs and features are the same at every call", -1, (acts, row) -> {});
    }

    private void observing(String deed, String rule, Needs needs, Observation... observations) {
        made(deed, rule, () -> new Telling() {
            @Override
            public Needs needs() {
                return needs;
            }

            @Override
            public List<Observation> observations() {
                return List.of(observations);
            }

            @Override
            void observe(Activations activations, int row) {
                for (int i = 0; i < observations.length; i++) {
                    activations.observe(i, row, 1);
                }
            }
        });
    }

    private void active(String deed, String rule, int features, ObjIntConsumer<Activations> tell) {
        made(deed, rule, () -> new Halving() {
            @Override
            public int features() {
                return features;
            }

            @Override
            public void replace(Activations activations) {
                super.replace(activations);
                for (int row = 0; row < activations.rows(); row++) {
                    if (activations.intervened(row)) {
                        tell.accept(activations, row);
                    }
                }
            }
        });
    }

    private void ofWords() {
        String nothing = "nothing that it tells is null";
        noting("has null for its notes", nothing, () -> null);
        noting("has null among its notes", nothing, () -> Arrays.asList("a note", null));
        String notes = "notes are sentences of one line without a full stop";
        noting("has an empty note", notes, () -> List.of(" "));
        noting("has a note of two lines", notes, () -> List.of("a\nnote"));
        noting("ends a note with a full stop", notes, () -> List.of("This is a note."));
        provenance("has null for its provenance", nothing, null);
        String plain = "provenance holds strings numbers and booleans";
        provenance("has a path in its provenance", plain, Map.of("file", Path.of("x")));
        provenance("has a list in its provenance", plain, Map.of("files", List.of("x")));
        provenance("has NaN in its provenance", plain, Map.of("mean", Double.NaN));
        calibratedTo("has null for what calibration made of it", nothing, null);
        calibratedTo("was calibrated to NaN", "what calibration made of it are numbers", Map.of("rank", Double.NaN));
        made("has null for its observations", nothing, () -> new Halving() {
            @Override
            public List<Observation> observations() {
                return null;
            }
        });
        made("has null for its needs", "needs and features are the same at every call", () -> new Halving() {
            @Override
            public Needs needs() {
                return null;
            }
        });
        String same = "needs and features are the same at every call";
        made("has other needs at each call", same, () -> new Halving() {
            private int calls;

            @Override
            public Needs needs() {
                return calls++ % 2 == 0 ? Needs.nothing() : Needs.nothing().everywhere();
            }
        });
        made("has more features at each call", same, () -> new Halving() {
            private int calls;

            @Override
            public int features() {
                return calls++;
            }
        });
        made("names other observations at each call", "observations are the same at every call", () -> new Telling() {
            private int calls;

            @Override
            public List<Observation> observations() {
                return List.of(Observation.of("seen_" + calls++, "", "a number"));
            }
        });
    }

    private void noting(String deed, String rule, Supplier<List<String>> notes) {
        made(deed, rule, () -> new Halving() {
            @Override
            public List<String> notes() {
                return notes.get();
            }
        });
    }

    private void provenance(String deed, String rule, Map<String, Object> provenance) {
        made(deed, rule, () -> new Halving() {
            @Override
            public Map<String, Object> provenance() {
                return provenance;
            }
        });
    }

    private void calibratedTo(String deed, String rule, Map<String, Double> numbers) {
        made(deed, rule, () -> new Shifting() {
            @Override
            public Map<String, Double> calibratedTo() {
                return numbers;
            }
        });
    }

    private void ofLife() {
        made("fails when it is closed twice", "closing twice is harmless", () -> new Halving() {
            private boolean closed;

            @Override
            public void close() {
                if (closed) {
                    throw new IllegalStateException("closed already");
                }
                closed = true;
            }
        });
        sharing(
                "frees what another instance uses when it is closed",
                "instances share nothing",
                () -> new boolean[1],
                gone -> new Halving() {
                    @Override
                    public void replace(Activations activations) {
                        if (gone[0]) {
                            throw new IllegalStateException("freed");
                        }
                        super.replace(activations);
                    }

                    @Override
                    public void close() {
                        gone[0] = true;
                    }
                });
        besides(
                "sets the default locale",
                "leaves the process as it is",
                Needs.nothing(),
                acts -> Locale.setDefault(Locale.GERMANY));
        besides(
                "interrupts its thread",
                "leaves the process as it is",
                Needs.nothing(),
                acts -> Thread.currentThread().interrupt());
        replacing("replaces by something else than it says", "", (acts, row, at) -> Halving.value(acts, row, at) / 3);
        besides("says that it is matched and does not look", "", Needs.nothing().matched(), acts -> {});
        made("says that it is calibrated and does not look", "", () -> new Halving() {
            @Override
            public Needs needs() {
                return Needs.nothing().calibrated();
            }
        });
    }

    private void provider(String deed, String rule, Supplier<Provider> made) {
        all.add(new Breach("intervention", deed, rule, made));
    }

    private void ofProviders() {
        String variants = "variants have names of their own";
        varying("has null for its variants", variants, null);
        varying("has no variants", variants, List.of());
        varying("names two variants alike", variants, List.of(variant("a"), variant("a")));
        varying("has a variant without a name among others", variants, List.of(variant(" "), variant("a")));
        varying("has a dose of NaN", "doses are numbers", List.of(variant("a").withDose(Double.NaN)));
        varying("has a negative dose", "doses are numbers", List.of(variant("a").withDose(-1)));
        provider("gives null for an intervention", "every replaced value is finite", () -> new Provider(() -> null));
        String inspect = "a path where nothing lies is told to who inspects it";
        provider("has null to tell of a path", inspect, () -> new Provider(Halving::new) {
            @Override
            public Inspection inspect(Path path, Context context) {
                return null;
            }
        });
        provider("throws an error of its own at a path where nothing lies", inspect, () -> new Provider(Halving::new) {
            @Override
            public Inspection inspect(Path path, Context context) {
                throw new UncheckedIOException(new NoSuchFileException(path.toString()));
            }
        });
    }

    private static Variant<NoOptions> variant(String suffix) {
        return Variant.of(suffix, new NoOptions());
    }

    private void varying(String deed, String rule, List<Variant<NoOptions>> variants) {
        provider(deed, rule, () -> new Provider(Halving::new) {
            @Override
            public List<Variant<NoOptions>> variants(NoOptions options) {
                return variants;
            }
        });
    }
}
