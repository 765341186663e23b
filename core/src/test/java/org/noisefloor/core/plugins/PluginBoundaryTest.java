package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Context;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.Splice;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.metric.Classifier;
import org.noisefloor.api.metric.Column;
import org.noisefloor.api.metric.Comparison;
import org.noisefloor.api.metric.Figure;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Scorer;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.metric.Sums;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;

/** Every call into a plugin runs under its loader, and whatever it throws is said to be its own. */
class PluginBoundaryTest {
    private static final Site SITE = Contexts.SITE;
    private static final TokenBatch BATCH = TokenBatch.of(BatchShape.of(1, 1), List.of(new int[] {1}));

    private final ClassLoader loader = new URLClassLoader("plugin:tried", new URL[0], null);
    private final Plugin plugin = new Plugin("tried", "1.0", "tried.jar", List.of(), loader);
    private final ClassLoader hosts = Thread.currentThread().getContextClassLoader();

    /** The context class loader at each call into the plugin. */
    private final List<ClassLoader> seen = new ArrayList<>();

    /** What the plugin does in each call, after it has noted its context class loader. */
    private Runnable deed = () -> {};

    @AfterEach
    void theHostsContextClassLoaderIsBack() {
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(hosts);
    }

    private <T> T called(Supplier<T> result) {
        seen.add(Thread.currentThread().getContextClassLoader());
        deed.run();
        return result.get();
    }

    private void called() {
        called(() -> 0);
    }

    private void assertThatAllCallsSawThePluginsLoader(int calls) {
        assertThat(seen).hasSize(calls);
        assertThatAllCallsSawThePluginsLoader();
    }

    /** However often the host asks a thing to find out whether it is sound. */
    private void assertThatAllCallsSawThePluginsLoader() {
        assertThat(seen).isNotEmpty().allMatch(each -> each == loader);
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(hosts);
    }

    private <T extends Provider<?>> T guarded(Class<T> kind, Provider<?> provider) {
        return PluginBoundary.guard(plugin, Kind.of(kind).words() + " 'x'", kind, provider);
    }

    @SuppressWarnings("unchecked")
    private Metric metric() {
        MetricProvider<NoOptions> provider = guarded(MetricProvider.class, new Measure());
        return provider.create(new NoOptions(), Contexts.RUN);
    }

    @SuppressWarnings("unchecked")
    private CorpusReader<NoOptions> reader(Stream<Document> documents) {
        return guarded(CorpusReader.class, new Reader(documents));
    }

    @SuppressWarnings("unchecked")
    private CutModel cut() {
        ModelBackend<NoOptions> backend = guarded(ModelBackend.class, new Backend());
        return backend.open(Path.of("model"), new NoOptions(), Contexts.HOST).cutAt(List.of(SITE), BatchShape.of(1, 1));
    }

    @Test
    void aMetricIsCreatedAndScoresUnderThePluginsLoader() {
        Metric metric = metric();
        metric.columns();
        metric.positions();
        try (Scorer scorer = metric.scorer()) {
            scorer.score(Contexts.POSITION, new double[1]);
        }
        assertThatAllCallsSawThePluginsLoader();
    }

    @Test
    void aMetricOverOtherPositionsIsGuardedToo() {
        Scorer scorer = metric().over(Metric.Positions.PREDICTED).scorer();
        seen.clear();
        scorer.score(Contexts.POSITION, new double[1]);
        assertThatAllCallsSawThePluginsLoader();
    }

    @Test
    void theFormulaOfAFigureRunsUnderThePluginsLoader() {
        Figure figure = metric().figures().get(0);
        seen.clear();
        assertThat(figure.formula().of(new Counted())).isEqualTo(2);
        assertThatAllCallsSawThePluginsLoader(1);
        assertThat(figure)
                .extracting(
                        Figure::name,
                        Figure::unit,
                        Figure::kind,
                        Figure::subject,
                        Figure::reads,
                        Figure::recovered,
                        Figure::doc)
                .containsExactly(
                        "seen",
                        "positions",
                        Figure.Kind.LEVEL,
                        Figure.Subject.ORIGINAL,
                        List.of("seen"),
                        Optional.of("seen_recovered"),
                        "positions seen");
    }

    @Test
    void aFailingFormulaIsADefectThatNamesFigureAndMetric() {
        Figure figure = metric().figures().get(0);
        deed = () -> {
            throw new IllegalStateException("no sums");
        };
        assertThatThrownBy(() -> figure.formula().of(new Counted()))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in the formula of figure 'seen' of metric 'x':"
                        + " java.lang.IllegalStateException: no sums");
    }

    @Test
    void aModelIsOpenedCutRunAndClosedUnderThePluginsLoader() {
        CutModel cut = cut();
        Trace trace = cut.run(BATCH);
        trace.logits();
        trace.batch();
        trace.activation(SITE);
        cut.resume(trace, SITE, FloatBuffer.allocate(1));
        cut.close();
        assertThatAllCallsSawThePluginsLoader(9);
    }

    @Test
    void aPluginGetsItsOwnTraceBackUnwrapped() {
        CutModel cut = cut();
        Trace trace = cut.run(BATCH);
        assertThat(trace).isNotInstanceOf(Traced.class);
        assertThat(cut.resume(trace, SITE, FloatBuffer.allocate(1)).get(0)).isEqualTo(42);
    }

    @Test
    void aBackendCallsASpliceUnderTheHostsLoader() {
        List<ClassLoader> atTheHost = new ArrayList<>();
        CutModel cut = cut();
        cut.resume(
                cut.run(BATCH),
                splice(() -> atTheHost.add(Thread.currentThread().getContextClassLoader())));
        assertThat(atTheHost).containsExactly(Host.class.getClassLoader());
        assertThatAllCallsSawThePluginsLoader(5);
    }

    @Test
    void whatASpliceOfTheHostThrowsIsNoDefectOfTheBackend() {
        IllegalStateException ofTheHost = new IllegalStateException("the host's own");
        CutModel cut = cut();
        Trace trace = cut.run(BATCH);
        assertThatThrownBy(() -> cut.resume(trace, splice(() -> {
                    throw ofTheHost;
                })))
                .isSameAs(ofTheHost);
    }

    private static Splice splice(Runnable replace) {
        return new Splice() {
            @Override
            public List<Site> sites() {
                return List.of(SITE);
            }

            @Override
            public void replace(Site site, FloatBuffer activation) {
                replace.run();
            }
        };
    }

    @Test
    void aTraceOfAnotherPluginStaysWrapped() {
        Plugin other = new Plugin("other", "1.0", "other.jar", List.of(), loader);
        Trace foreign = new GuardedTrace(new Guard(other, "backend 'y'"), new Traced());
        assertThatThrownBy(() -> cut().resume(foreign, SITE, FloatBuffer.allocate(1)))
                .isInstanceOf(PluginDefect.class)
                .hasMessageContaining("CutModel.resume")
                .hasCauseInstanceOf(ClassCastException.class);
    }

    @Test
    @SuppressWarnings("unchecked")
    void anInterventionCalibratesReplacesAndClosesUnderThePluginsLoader() {
        InterventionProvider<NoOptions> provider = guarded(InterventionProvider.class, new Intervene());
        Intervention intervention = provider.create(new NoOptions(), Contexts.RUN);
        intervention.needs();
        intervention.calibrate(null);
        intervention.replace(null);
        intervention.close();
        assertThatAllCallsSawThePluginsLoader(5);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aStratifierClassifiesUnderThePluginsLoader() {
        StratifierProvider<NoOptions> provider = guarded(StratifierProvider.class, new Divide());
        try (Classifier classifier =
                provider.create(new NoOptions(), Contexts.RUN).classifier()) {
            assertThat(classifier.classify(Contexts.POSITION)).isEqualTo(1);
        }
        assertThatAllCallsSawThePluginsLoader();
    }

    @Test
    void eachDocumentIsReadUnderThePluginsLoaderAndUsedUnderTheHosts() {
        Iterator<Integer> numbers = IntStream.range(0, 3).iterator();
        Stream<Document> documents = Stream.generate(() -> called(() -> document(numbers.next())))
                .limit(3)
                .onClose(this::called);
        List<String> places = new ArrayList<>();
        try (Stream<Document> read = reader(documents).read(Path.of("text"), new NoOptions(), Contexts.HOST)) {
            read.forEach(each -> {
                assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(hosts);
                places.add(each.place());
            });
        }
        assertThat(places).containsExactly("line 0", "line 1", "line 2");
        assertThatAllCallsSawThePluginsLoader(1 + 3 + 1);
    }

    @Test
    void documentsAreReadOneAtATime() {
        Stream<Document> endless = Stream.iterate(0, n -> n + 1).map(n -> called(() -> document(n)));
        Iterator<Document> read = reader(endless)
                .read(Path.of("text"), new NoOptions(), Contexts.HOST)
                .iterator();
        assertThat(read.next().place()).isEqualTo("line 0");
        assertThat(read.next().place()).isEqualTo("line 1");
        assertThat(seen).hasSize(3);
    }

    @Test
    void aMistakeOfTheUserInALaterDocumentPassesUnchanged() {
        UserError mistake = new UserError("text:2: not JSON");
        Stream<Document> documents = Stream.of(0, 1).map(n -> {
            if (n == 1) {
                throw mistake;
            }
            return document(n);
        });
        assertThatThrownBy(() -> reader(documents)
                        .read(Path.of("text"), new NoOptions(), Contexts.HOST)
                        .toList())
                .isSameAs(mistake);
    }

    @Test
    void aFailureInALaterDocumentIsADefectOfTheReader() {
        Stream<Document> documents = Stream.of(0, 1).map(n -> document(1 / (1 - n)));
        assertThatThrownBy(() -> reader(documents)
                        .read(Path.of("text"), new NoOptions(), Contexts.HOST)
                        .toList())
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in CorpusReader.read of corpus reader 'x':"
                        + " java.lang.ArithmeticException: / by zero");
    }

    @Test
    void aNullAmongTheDocumentsIsADefectOfTheReader() {
        assertThatThrownBy(() -> reader(Stream.of(document(0), null))
                        .read(Path.of("text"), new NoOptions(), Contexts.HOST)
                        .toList())
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in CorpusReader.read of corpus reader 'x': it returned a"
                        + " null among its documents");
    }

    @Test
    void whatTheHostDoesWithADocumentIsNoDefectOfTheReader() {
        IllegalStateException ofTheHost = new IllegalStateException("the host's own");
        assertThatThrownBy(() -> reader(Stream.of(document(0)))
                        .read(Path.of("text"), new NoOptions(), Contexts.HOST)
                        .forEach(each -> {
                            throw ofTheHost;
                        }))
                .isSameAs(ofTheHost);
    }

    @Test
    void aMistakeOfTheUserPassesUnchanged() {
        UserError mistake = new UserError("model.onnx: no such file");
        deed = () -> {
            throw mistake;
        };
        assertThatThrownBy(this::cut).isSameAs(mistake);
    }

    @Test
    void anyOtherExceptionIsADefectThatNamesPluginAndOperation() {
        Scorer scorer = metric().scorer();
        deed = () -> {
            throw new IndexOutOfBoundsException("7");
        };
        assertThatThrownBy(() -> scorer.score(Contexts.POSITION, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x':"
                        + " java.lang.IndexOutOfBoundsException: 7")
                .hasCauseInstanceOf(IndexOutOfBoundsException.class);
    }

    /** As Lombok's SneakyThrows, Kotlin and generics do. */
    @SuppressWarnings("unchecked")
    private static <X extends Throwable> void throwUndeclared(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @Test
    void whatIsCheckedAndThrownUndeclaredIsADefectJustTheSame() {
        Metric metric = metric();
        Scorer scorer = metric.scorer();
        Figure.Formula formula = metric.figures().get(0).formula();
        deed = () -> PluginBoundaryTest.<RuntimeException>throwUndeclared(new InterruptedException("enough"));
        assertThatThrownBy(() -> scorer.score(Contexts.POSITION, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x':"
                        + " java.lang.InterruptedException: enough");
        assertThatThrownBy(() -> formula.of(new Counted()))
                .isInstanceOf(PluginDefect.class)
                .hasMessageContaining("failed in the formula of figure 'seen' of metric 'x'");
    }

    @Test
    void anExceptionThatCannotSayItsMessageDoesNotHideItsPlugin() {
        Scorer scorer = metric().scorer();
        deed = () -> PluginBoundaryTest.<RuntimeException>throwUndeclared(new Speechless());
        assertThatThrownBy(() -> scorer.score(Contexts.POSITION, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x': "
                        + Speechless.class.getName() + ": it fails when it is asked for its message");
    }

    @Test
    @SuppressWarnings("unchecked")
    void nothingThatCannotSayItsMessagePassesUnchanged() {
        ReportWriter<NoOptions> writer = guarded(ReportWriter.class, new Write(new Speechless()));
        assertThatThrownBy(() -> writer.write(null, Path.of("runs"), new NoOptions(), Contexts.HOST))
                .isInstanceOf(PluginDefect.class)
                .hasMessageEndingWith("Speechless: it fails when it is asked for its message");
        assertThat(LoadFailure.whenAsked(new Speechless()))
                .isEqualTo("failed when it was asked for its id, summary and options:"
                        + " Speechless: it fails when it is asked for its message");
    }

    private static final class Speechless extends IOException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }
    }

    @Test
    void aRefusalWithoutAWordIsADefect() {
        for (String nothing : new String[] {null, "", " "}) {
            deed = () -> {
                throw new UserError(nothing);
            };
            assertThatThrownBy(this::metric)
                    .isInstanceOf(PluginDefect.class)
                    .hasMessage("plugin 'tried' (tried.jar) failed in MetricProvider.create of metric 'x': it refused"
                            + " without a word; a UserError says what is wrong");
        }
    }

    @Test
    void aFailureOfACallThatIsRareIsADefectJustTheSame() {
        Metric metric = metric();
        deed = () -> {
            throw new NoSuchMethodError("Column.vector()");
        };
        assertThatThrownBy(metric::columns)
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Metric.columns of metric 'x':"
                        + " java.lang.NoSuchMethodError: Column.vector()");
    }

    @Test
    void aTraceWithoutLogitsIsADefectOfTheBackend() {
        Trace trace = new GuardedTrace(new Guard(plugin, "backend 'x'"), new Traced() {
            @Override
            public FloatBuffer logits() {
                return null;
            }
        });
        assertThatThrownBy(trace::logits)
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Trace.logits of backend 'x': it returned null");
    }

    @Test
    void anErrorOfLinkingIsADefectThatNamesPluginAndOperation() {
        Scorer scorer = metric().scorer();
        deed = () -> {
            throw new NoSuchMethodError("Comparison.entropy()");
        };
        assertThatThrownBy(() -> scorer.score(Contexts.POSITION, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x':"
                        + " java.lang.NoSuchMethodError: Comparison.entropy()");
    }

    @Test
    void wantOfMemoryNamesTheCallInWhichItCame() {
        Scorer scorer = metric().scorer();
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        deed = () -> {
            throw full;
        };
        assertThatThrownBy(() -> scorer.score(Contexts.POSITION, new double[1]))
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in Scorer.score of metric 'x':"
                        + " java.lang.OutOfMemoryError: Java heap space")
                .hasCause(full);
    }

    @Test
    @SuppressWarnings("unchecked")
    void anExceptionThatTheApiDeclaresPassesUnchanged() {
        IOException diskFull = new IOException("disk full");
        ReportWriter<NoOptions> writer = guarded(ReportWriter.class, new Write(diskFull));
        assertThatThrownBy(() -> writer.write(null, Path.of("runs"), new NoOptions(), Contexts.HOST))
                .isSameAs(diskFull);
        assertThatAllCallsSawThePluginsLoader(1);
    }

    @Test
    @SuppressWarnings("unchecked")
    void aNullIsADefectWhereItComesFrom() {
        ModelBackend<NoOptions> backend = guarded(ModelBackend.class, new Backend());
        LanguageModel model = backend.open(Path.of("model"), new NoOptions(), Contexts.HOST);
        assertThatThrownBy(model::info)
                .isInstanceOf(PluginDefect.class)
                .hasMessage("plugin 'tried' (tried.jar) failed in LanguageModel.info of backend 'x': it returned null");
    }

    @Test
    void aGuardedThingEqualsItself() {
        Metric metric = metric();
        assertThat(List.of(metric)).contains(metric).doesNotContain(metric());
        assertThat(metric).hasToString("what measures");
    }

    private static Document document(int line) {
        return Document.text("line " + line, "text");
    }

    /** What providers say of themselves. */
    abstract static class Named {
        public String id() {
            return "x";
        }

        public String summary() {
            return "notes the loader it is called with";
        }

        public Class<NoOptions> options() {
            return NoOptions.class;
        }
    }

    private final class Measure extends Named implements MetricProvider<NoOptions> {
        @Override
        public Metric create(NoOptions options, RunContext context) {
            return called(Measuring::new);
        }
    }

    private final class Measuring implements Metric {
        @Override
        public List<Column> columns() {
            return called(() -> List.of(Column.of("seen")));
        }

        @Override
        public List<Figure> figures() {
            return List.of(Figure.named("seen")
                    .unit("positions")
                    .reading("seen")
                    .doc("positions seen")
                    .of(sums -> called(() -> sums.count() * 2))
                    .ofTheOriginal()
                    .recoveredAs("seen_recovered"));
        }

        @Override
        public Scorer scorer() {
            return called(() -> new Scorer() {
                @Override
                public void score(Comparison comparison, double[] out) {
                    called();
                    out[0] = 1;
                }

                @Override
                public void close() {
                    called();
                }
            });
        }

        @Override
        public String toString() {
            return "what measures";
        }
    }

    private record Counted() implements Sums {
        @Override
        public double count() {
            return 1;
        }

        @Override
        public double sum(String column) {
            return 0;
        }

        @Override
        public double sum(String column, int component) {
            return 0;
        }
    }

    private final class Intervene extends Named implements InterventionProvider<NoOptions> {
        @Override
        public Intervention create(NoOptions options, RunContext context) {
            return called(() -> new Intervention() {
                @Override
                public Needs needs() {
                    return called(Needs::nothing);
                }

                @Override
                public void calibrate(org.noisefloor.api.intervention.Activations activations) {
                    called();
                }

                @Override
                public void replace(org.noisefloor.api.intervention.Activations activations) {
                    called();
                }

                @Override
                public void close() {
                    called();
                }
            });
        }
    }

    private final class Divide extends Named implements StratifierProvider<NoOptions> {
        @Override
        public Stratifier create(NoOptions options, RunContext context) {
            return called(() -> new Stratifier() {
                @Override
                public List<String> classes() {
                    return List.of("a", "b");
                }

                @Override
                public Classifier classifier() {
                    return called(() -> new Classifier() {
                        @Override
                        public int classify(Comparison comparison) {
                            return called(() -> 1);
                        }

                        @Override
                        public void close() {
                            called();
                        }
                    });
                }
            });
        }
    }

    private final class Reader extends Named implements CorpusReader<NoOptions> {
        private final Stream<Document> documents;

        Reader(Stream<Document> documents) {
            this.documents = documents;
        }

        @Override
        public boolean accepts(Path path) {
            return true;
        }

        @Override
        public Stream<Document> read(Path path, NoOptions options, Context context) {
            return called(() -> documents);
        }
    }

    private final class Write extends Named implements ReportWriter<NoOptions> {
        private final IOException failure;

        Write(IOException failure) {
            this.failure = failure;
        }

        @Override
        public void write(RunResult run, Path folder, NoOptions options, Context context) throws IOException {
            called();
            throw failure;
        }
    }

    private final class Backend extends Named implements ModelBackend<NoOptions> {
        @Override
        public Optional<String> probe() {
            return Optional.empty();
        }

        @Override
        public Optional<String> recognises(Path path) {
            return Optional.empty();
        }

        @Override
        public LanguageModel open(Path path, NoOptions options, Context context) {
            return called(Model::new);
        }
    }

    private final class Model implements LanguageModel {
        @Override
        public ModelInfo info() {
            return null;
        }

        @Override
        public List<Site> sites() {
            return List.of(SITE);
        }

        @Override
        public Site site(String name) {
            return SITE;
        }

        @Override
        public CutModel cutAt(List<Site> sites, BatchShape shape) {
            return called(Cut::new);
        }

        @Override
        public void close() {}
    }

    private final class Cut implements CutModel {
        @Override
        public BatchShape shape() {
            return BatchShape.of(1, 1);
        }

        @Override
        public Trace run(TokenBatch batch) {
            return called(Traced::new);
        }

        @Override
        public FloatBuffer resume(Trace trace, Splice splice) {
            return called(() -> {
                splice.replace(splice.sites().get(0), FloatBuffer.allocate(1));
                return ((Traced) trace).logits();
            });
        }

        @Override
        public void close() {
            called();
        }
    }

    private class Traced implements Trace {
        @Override
        public TokenBatch batch() {
            called();
            return BATCH;
        }

        @Override
        public FloatBuffer logits() {
            seen.add(Thread.currentThread().getContextClassLoader());
            return FloatBuffer.wrap(new float[] {42});
        }

        @Override
        public FloatBuffer activation(Site site) {
            called();
            return FloatBuffer.allocate(1);
        }
    }
}
