package org.noisefloor.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.corpus.CorpusReader;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.intervention.Needs;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.option.OptionRules;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.ChangedPlan;
import org.noisefloor.core.config.OptionTable;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.plugins.Behind;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.plugins.PluginDefect;
import org.noisefloor.core.report.WritingForms;
import org.noisefloor.core.summary.ToyReport;
import org.noisefloor.testkit.verify.Breach;
import org.noisefloor.testkit.verify.Breaches;

/** Which of the breaches that the testkit knows a run tells too: a small one, of eleven sequences on one thread, as the page says; nothing comes out bare. */
class BreachesInARunTest {
    private static final Pattern ROW = Pattern.compile("\\| ([^|]+) \\| ([^|]+) \\| [^|]+ \\| (yes|–) \\|");

    /** What {@link org.noisefloor.core.plugins.PluginLoader} refuses when it finds it, of which only a jar can be made. */
    private static final Set<String> REFUSED_WHEN_FOUND = Set.of(
            "has the id 'Total-Variation'",
            "has null for an id",
            "has null for a summary",
            "has an empty summary",
            "has a summary of two lines",
            "is not public",
            "has no constructor without arguments",
            "is named by no services file",
            "has null for options");

    @TempDir
    Path temp;

    private final Locale locale = Locale.getDefault();
    private final TimeZone zone = TimeZone.getDefault();

    @AfterEach
    void asItWas() {
        Locale.setDefault(locale);
        TimeZone.setDefault(zone);
        Thread.interrupted();
    }

    @Test
    void whatIsSoundRuns() throws Exception {
        for (Provider<?> sound : Breaches.sound()) {
            run(sound);
        }
    }

    @Test
    void thePageSaysWhichBreachesARunTells() throws Exception {
        List<String> told = new ArrayList<>();
        for (Breach breach : Breaches.all()) {
            told.add(breach.kind() + " | " + breach.deed() + " | " + (isTold(breach) ? "yes" : "–"));
            asItWas();
        }
        assertThat(ofThePage()).containsExactlyElementsOf(told);
    }

    private List<String> ofThePage() throws IOException {
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("../docs/plugins/breaches.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                rows.add(row.group(1) + " | " + row.group(2) + " | " + row.group(3));
            }
        }
        return rows;
    }

    private boolean isTold(Breach breach) throws Exception {
        Provider<?> provider = breach.provider().get();
        if (breach.kind().equals("provider")) {
            return REFUSED_WHEN_FOUND.contains(breach.deed())
                    || OptionRules.problem(provider.options(), provider.getClass())
                            .isPresent()
                    || !OptionTable.faults(provider).isEmpty();
        }
        try {
            run(provider);
            return false;
        } catch (PluginDefect | UserError told) {
            return true;
        }
    }

    private void run(Provider<?> provider) throws Exception {
        Provider<?> guarded = new Behind().guard(provider);
        if (provider instanceof MetricProvider) {
            run(Map.of("metrics", List.of(ToyPlan.chosen(ToyPlugins.DIVERGENCE), ToyPlan.chosen(guarded))));
        } else if (provider instanceof StratifierProvider) {
            run(Map.of("stratifiers", List.of(ToyPlan.chosen(guarded))));
        } else if (provider instanceof InterventionProvider<?> intervention) {
            run(Map.of(
                    "corpus",
                    calibrating(),
                    isBaseline(intervention) ? "baselines" : "interventions",
                    List.of(ToyPlan.chosen(guarded))));
        } else if (provider instanceof ModelBackend) {
            Plan.Model model = new Plan.Model(ToyPlan.chosen(guarded), Path.of("pom.xml"), Optional.empty());
            run(Map.of("model", model, "sites", List.of(new Plan.Written("blocks.*", "toy.yaml:2"))));
        } else if (provider instanceof CorpusReader) {
            read(guarded);
        } else {
            WritingForms.write(temp, (ReportWriter<?>) guarded);
        }
    }

    private static void run(Map<String, Object> parts) {
        ToyReport.of(ChangedPlan.of(new ToyPlan(4, 1).plan(), parts));
    }

    /** With sequences to be calibrated on. */
    private static Plan.Corpus calibrating() {
        Plan.Corpus corpus = new ToyPlan(4, 1, ToyPlan.documents(19), List.of(), positions(), 0)
                .plan()
                .corpus();
        return new Plan.Corpus(
                corpus.path(),
                corpus.reader(),
                OptionalInt.of(11),
                corpus.taking(),
                corpus.length(),
                corpus.packing(),
                corpus.prependBos(),
                corpus.tokenizer(),
                new Plan.Calibration(Optional.empty(), 8),
                corpus.places());
    }

    private static Plan.Positions positions() {
        return new Plan.Positions(0, Optional.empty(), OptionalInt.empty());
    }

    /** What draws or is matched asks nothing of its own. */
    private static boolean isBaseline(InterventionProvider<?> provider) {
        Needs needs = needs(provider);
        return needs != null && (needs.draws() > 0 || needs.isMatched());
    }

    @SuppressWarnings("unchecked") // all of these have no options
    private static Needs needs(InterventionProvider<?> provider) {
        Intervention made = ((InterventionProvider<NoOptions>) provider).create(new NoOptions(), null);
        return made == null ? null : made.needs();
    }

    @SuppressWarnings("unchecked") // all of these have no options
    private void read(Provider<?> guarded) throws IOException {
        CorpusReader<NoOptions> reader = (CorpusReader<NoOptions>) guarded;
        HostContext context = new HostContext("sample", 1, temp);
        Path file = Files.writeString(temp.resolve("sample.lines"), "one\ntwo\n");
        for (int i = 0; i < 2; i++) {
            reader.accepts(file);
            reader.accepts(temp.resolve("another.txt"));
            try (var documents = reader.read(file, new NoOptions(), context)) {
                documents.forEach(document -> {});
            }
        }
        try (var documents = reader.read(temp.resolve("not-there/sample.lines"), new NoOptions(), context)) {
            documents.forEach(document -> {});
        } catch (UserError refused) {
            return; // as it should
        }
    }
}
