package org.noisefloor.core.plugins;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.corpus.Document;
import org.noisefloor.api.intervention.Activations;
import org.noisefloor.api.intervention.DrawCount;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Variant;
import org.noisefloor.api.metric.Metric;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.Stratifier;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;

/**
 * The host with the plugin of the first API: all six providers are loaded and called once. A class of its own, so that {@link FirstApiTest}
 * can have it in another class loader, where the API is another one.
 */
public final class FirstApi {
    private FirstApi() {}

    /**
     * @param plugins the folder that holds the plugin
     * @return what came of each, a line
     */
    public static List<String> run(Path plugins) throws Exception {
        Catalogue catalogue = Catalogue.load(plugins, List.of());
        List<String> found = new ArrayList<>();
        catalogue.entries().forEach(entry -> found.add(entry.kind() + " " + entry.id() + " " + entry.state()));
        found.add(metric(catalogue));
        found.add(stratifier(catalogue));
        found.add(intervention(catalogue));
        found.add(corpus(catalogue));
        found.add(report(catalogue, plugins.resolveSibling("written")));
        found.add(backend(catalogue));
        return found;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the options that it says it has
    private static <P extends Provider<?>> P find(Catalogue catalogue, Class<?> kind, String id) {
        return (P) catalogue.find((Class<Provider<?>>) kind, id, "");
    }

    /** A record of a plugin's options, which is public there. */
    private static Record options(Provider<?> provider, Object... values) throws ReflectiveOperationException {
        return (Record) provider.options().getDeclaredConstructors()[0].newInstance(values);
    }

    private static String metric(Catalogue catalogue) throws Exception {
        MetricProvider<Record> provider = find(catalogue, MetricProvider.class, "first_gap");
        Metric metric = provider.create(options(provider, 2.0, OptionalInt.empty()), Contexts.RUN);
        double[] out = new double[1];
        try (var scorer = metric.scorer()) {
            scorer.score(Contexts.POSITION, out);
        }
        return metric.columns() + " " + metric.figures() + " " + out[0];
    }

    private static String stratifier(Catalogue catalogue) {
        StratifierProvider<NoOptions> provider = find(catalogue, StratifierProvider.class, "first_parity");
        Stratifier stratifier = provider.create(new NoOptions(), Contexts.RUN);
        return stratifier.classes() + " " + stratifier.classifier().classify(Contexts.POSITION);
    }

    private static String intervention(Catalogue catalogue) throws Exception {
        InterventionProvider<Record> provider = find(catalogue, InterventionProvider.class, "first_shift");
        Record options = options(provider, List.of(0.5, 1.0), DrawCount.of(3));
        List<Variant<Record>> variants = provider.variants(options);
        Intervention intervention = provider.create(variants.get(1).options(), Contexts.RUN);
        FloatBuffer replaced = buffer(0);
        Activations activations = (Activations) Proxy.newProxyInstance(
                FirstApi.class.getClassLoader(),
                new Class<?>[] {Activations.class},
                (proxy, method, given) -> switch (method.getName()) {
                    case "rows", "width" -> 1;
                    case "original" -> buffer(4);
                    case "replaced" -> replaced;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
        intervention.calibrate(activations);
        intervention.calibrated();
        intervention.replace(activations);
        intervention.close();
        return variants.size() + " " + intervention.needs().draws() + " "
                + intervention.needs().isEverywhere() + " " + replaced.get(0) + " "
                + provider.inspect(Path.of("p"), Contexts.HOST).lines().size();
    }

    private static FloatBuffer buffer(float number) {
        return ByteBuffer.allocateDirect(4)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(0, number);
    }

    private static String corpus(Catalogue catalogue) {
        CorpusReader<NoOptions> provider = find(catalogue, CorpusReader.class, "first_lines");
        List<String> places = provider.read(Path.of("x"), new NoOptions(), Contexts.HOST)
                .map(Document::place)
                .toList();
        return provider.accepts(Path.of("a.first")) + " " + places;
    }

    private static String report(Catalogue catalogue, Path folder) throws Exception {
        ReportWriter<NoOptions> provider = find(catalogue, ReportWriter.class, "first_verdicts");
        RunReport report = new RunReport(
                "noisefloor-report",
                1,
                null,
                null,
                null,
                0,
                null,
                null,
                Map.of(),
                null,
                List.of(),
                null,
                null,
                List.of(),
                null,
                List.of());
        RunResult result = (RunResult) Proxy.newProxyInstance(
                FirstApi.class.getClassLoader(), new Class<?>[] {RunResult.class}, (proxy, method, given) -> report);
        provider.write(result, Files.createDirectories(folder), new NoOptions(), Contexts.HOST);
        try (Stream<Path> written = Files.list(folder)) {
            return written.map(file -> String.valueOf(file.getFileName())).toList() + " "
                    + Estimate.alone(1).value();
        }
    }

    private static String backend(Catalogue catalogue) {
        ModelBackend<NoOptions> provider = find(catalogue, ModelBackend.class, "first_nowhere");
        try {
            provider.open(Path.of("gone"), new NoOptions(), Contexts.HOST);
            return "opened";
        } catch (UserError refused) {
            return refused.getMessage();
        }
    }
}
