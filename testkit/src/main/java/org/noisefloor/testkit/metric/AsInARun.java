package org.noisefloor.testkit.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Scorer;

/** Shows positions to scorers and classifiers as a run does: in arrays that are used again, by several threads at once, and no longer than a call. */
final class AsInARun {
    /** Questions of one position in which another thread gets between; a scorer asks for its arrays first. */
    private static final int INTERRUPTIONS = 8;

    /** Larger ones take long, question by question. */
    private static final int SMALL_VOCABULARY = 300;

    private AsInARun() {}

    /** What looks at positions and belongs to one thread. */
    interface Looker extends AutoCloseable {

        /** What it says of a position. */
        List<Double> at(Comparison c);

        @Override
        void close();
    }

    /** @param width how many numbers its columns have */
    static Looker looker(Scorer scorer, int width) {
        return new Looker() {
            @Override
            public List<Double> at(Comparison c) {
                double[] out = new double[width];
                scorer.score(c, out);
                return DoubleStream.of(out).boxed().toList();
            }

            @Override
            public void close() {
                scorer.close();
            }
        };
    }

    static Looker looker(Classifier classifier) {
        return new Looker() {
            @Override
            public List<Double> at(Comparison c) {
                return List.of((double) classifier.classify(c));
            }

            @Override
            public void close() {
                classifier.close();
            }
        };
    }

    /** One position after the other in the same arrays, so that the arrays do not tell which position it is. */
    static void inTheSameArrays(Supplier<Looker> lookers, List<Comparison> positions) {
        int longest =
                positions.stream().mapToInt(c -> c.original().length).max().orElseThrow();
        float[] original = new float[longest];
        float[] spliced = new float[longest];
        float[] activation = new float[positions.get(0).activation().length];
        float[] replacement = new float[activation.length];
        Looker looker = lookers.get();
        for (Comparison c : positions) {
            copy(c.original(), original);
            copy(c.spliced(), spliced);
            copy(c.activation(), activation);
            copy(c.replacement(), replacement);
            Comparison inThem = Comparisons.like(c)
                    .logits(original, spliced)
                    .activations(activation, replacement)
                    .build();
            assertThat(looker.at(inThem))
                    .as("what it says of a position in arrays that held another one before")
                    .isEqualTo(lookers.get().at(c));
        }
    }

    private static void copy(float[] from, float[] to) {
        System.arraycopy(from, 0, to, 0, from.length);
    }

    /** Of one position it says the same, whatever another one of its kind looks at meanwhile. */
    static void atTheSameTime(Supplier<Looker> lookers, List<Comparison> positions) {
        List<Comparison> small = positions.stream()
                .filter(c -> c.vocabulary() <= SMALL_VOCABULARY)
                .toList();
        for (int i = 0; i < small.size(); i++) {
            Comparison c = small.get(i);
            Comparison other = small.get(small.size() - 1 - i);
            List<Double> alone = lookers.get().at(c);
            for (int question = 1; question <= INTERRUPTIONS; question++) {
                Looker one = lookers.get();
                Looker meanwhile = lookers.get();
                assertThat(one.at(interrupted(c, question, () -> meanwhile.at(other))))
                        .as("what it says of a position while another thread's looks at another one")
                        .isEqualTo(alone);
            }
        }
    }

    /** As if another thread had its turn before the answer to a question. */
    private static Comparison interrupted(Comparison c, int question, Runnable turn) {
        int[] asked = {0};
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(proxy, method, arguments);
            }
            asked[0]++;
            if (asked[0] == question) {
                turn.run();
            }
            return answer(c, method, arguments);
        };
        return (Comparison)
                Proxy.newProxyInstance(Comparison.class.getClassLoader(), new Class<?>[] {Comparison.class}, handler);
    }

    private static @Nullable Object answer(Comparison c, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(c, arguments);
        } catch (InvocationTargetException thrown) {
            throw Objects.requireNonNull(thrown.getCause());
        }
    }

    /** A run makes them all before it starts its threads. */
    static void inAnotherThread(Supplier<Looker> lookers, List<Comparison> positions) {
        Looker looker = lookers.get();
        FutureTask<List<List<Double>>> task =
                new FutureTask<>(() -> positions.stream().map(looker::at).toList());
        new Thread(task).start();
        List<List<Double>> here = new ArrayList<>();
        positions.forEach(c -> here.add(lookers.get().at(c)));
        try {
            assertThat(task.get()).as("what it says in another thread").isEqualTo(here);
        } catch (ExecutionException thrown) {
            throw new AssertionError("in another thread it throws " + thrown.getCause(), thrown.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** What a position handed out is gone with the next one. */
    static void duringTheCallOnly(Supplier<Looker> lookers, List<Comparison> positions) {
        Looker looker = lookers.get();
        for (Comparison c : positions) {
            Passing passing = new Passing(c);
            List<Double> said = looker.at(passing);
            passing.pass();
            assertThat(said)
                    .as("what it says after a position that is gone")
                    .isEqualTo(lookers.get().at(c));
        }
    }

    /** Each is closed when its thread is done, used or not; others may go on, and more may be made. */
    static void closed(Supplier<Looker> lookers, List<Comparison> positions) {
        Comparison c = positions.get(0);
        Looker one = lookers.get();
        Looker other = lookers.get();
        lookers.get().close();
        List<Double> before = one.at(c);
        one.close();
        assertThat(other.at(c)).as("what one says when another one is closed").isEqualTo(before);
        other.close();
        assertThat(lookers.get().at(c))
                .as("what one says that is made when others are closed")
                .isEqualTo(before);
    }
}
