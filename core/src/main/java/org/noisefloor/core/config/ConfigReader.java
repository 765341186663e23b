package org.noisefloor.core.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;
import org.noisefloor.api.intervention.InterventionProvider;
import org.noisefloor.api.metric.MetricProvider;
import org.noisefloor.api.metric.StratifierProvider;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.core.config.Choices.Choice;
import org.noisefloor.core.config.OptionBinder.Bound;
import org.noisefloor.core.config.Plan.OtherModel;
import org.noisefloor.core.config.Plan.Written;
import org.noisefloor.core.config.Value.Field;
import org.noisefloor.core.config.Value.Fields;
import org.noisefloor.core.config.Value.Items;
import org.noisefloor.core.config.Value.Text;
import org.noisefloor.core.plugins.Catalogue;

/** Reads a config: YAML in, a checked plan out, or all mistakes at once. */
public final class ConfigReader {
    private static final String UNTIL = "until";

    /** The keys of a config, in the order in which the data flows. */
    static final List<String> KEYS = List.of(
            PluginsSection.KEY,
            "model",
            "corpus",
            "sites",
            "interventions",
            "baselines",
            "metrics",
            "stratify",
            "floors",
            "floor",
            "reports",
            "gate",
            UNTIL,
            "conventions",
            "splice",
            "positions",
            "run",
            "seed",
            "output");

    private final Path file;
    private final PluginsSection plugins;
    private final Root root;
    private final Mistakes mistakes;
    private final OptionBinder binder;
    private final Choices choices;
    private final ModelSections models;
    private final CorpusSection corpora;

    /**
     * Reads and checks a config. Relative paths are taken from its folder, {@code output} from the working directory.
     *
     * @param overrides dotted keys ({@code run.threads}) to values that replace or add to the file's
     * @throws UserError with every mistake on a line of its own, in the order of the file
     */
    public static Plan read(Path file, Catalogue catalogue, Map<String, String> overrides) {
        return read(file, catalogue, overrides, Map.of());
    }

    /**
     * The same where the command line has options of its own for some keys.
     *
     * @param options dotted keys to what the user wrote ({@code --site}), for messages; of all other overrides it was {@code --set}
     */
    public static Plan read(
            Path file, Catalogue catalogue, Map<String, String> overrides, Map<String, String> options) {
        var mistakes = new Mistakes();
        Fields written = Root.writtenOut(YamlReader.read(file, mistakes));
        Fields fields = Root.writtenOut(Overrides.apply(written, overrides, options, mistakes));
        Path absolute = file.toAbsolutePath().normalize();
        Place start = Place.line(String.valueOf(absolute.getFileName()), 1);
        Root root = new Root(fields, start, mistakes);
        PluginsSection plugins = PluginsSection.read(root, absolute);
        plugins.check(root, catalogue);
        Plan plan = new ConfigReader(absolute, root, catalogue.preferring(plugins.prefer()), plugins).plan();
        plugins.requireLocked(plan, catalogue);
        return plan;
    }

    /**
     * The metrics of a run that is finished, from its resolved config alone: neither the model nor any file has to be there.
     *
     * @param resolved as {@link Plan#resolved} gives it
     * @throws UserError if a metric's plugin is not installed, or no longer takes the options
     */
    public static List<Chosen<MetricProvider<?>>> metrics(Map<String, Object> resolved, Catalogue catalogue) {
        return Choices.ofRun(Kind.METRIC, "metrics", resolved, catalogue);
    }

    private ConfigReader(Path file, Root root, Catalogue catalogue, PluginsSection plugins) {
        this.file = file;
        this.plugins = plugins;
        this.root = root;
        this.mistakes = root.mistakes();
        this.binder = new OptionBinder(file.resolveSibling(""));
        this.choices = new Choices(catalogue, binder, mistakes);
        this.models = new ModelSections(root, catalogue, binder, choices);
        this.corpora = new CorpusSection(root, catalogue, binder, choices);
    }

    /** The lists of providers, and the floors, which are named among them. */
    private record Lists(
            List<Choice<InterventionProvider<?>>> interventions,
            List<Section<OtherModel>> otherModels,
            List<Choice<InterventionProvider<?>>> baselines,
            List<Choice<MetricProvider<?>>> metrics,
            List<Choice<StratifierProvider<?>>> stratifiers,
            Optional<List<String>> floors,
            List<Choice<ReportWriter<?>>> reports) {}

    private Plan plan() {
        root.unknown(root.fields(), KEYS, "key");
        Optional<Section<Plan.Model>> model = models.model();
        Optional<Section<OtherModel>> numericFloor = models.numericFloor(model);
        Optional<Section<Plan.Corpus>> corpus = corpora.corpus();
        List<Text> sites = sites();
        Optional<Bound<Sections.Top>> top = top();
        Plan.Conventions conventions =
                top.map(each -> each.at().apply("").conventions()).orElse(Plan.Conventions.NOISEFLOOR);
        Lists lists = lists(Defaults.of(conventions), model);
        List<Condition> gate = gate();
        Optional<Section<Until>> until = until(corpus);
        Optional<Bound<Sections.Positions>> positions = section("positions", Sections.Positions.class);
        positions.ifPresent(each -> requireWholeSequences(conventions, each.at().apply("")));
        Optional<Bound<Sections.Run>> run = section("run", Sections.Run.class);
        checkBatch();
        corpus.ifPresent(read -> positions.ifPresent(masked ->
                checkSkipped(read.value().length(), masked.at().apply("").skipFirst())));
        mistakes.throwIfAny();
        return plan(new Sound(
                model.orElseThrow(),
                numericFloor,
                corpus.orElseThrow(),
                sites,
                lists,
                gate,
                until,
                positions.orElseThrow(),
                run.orElseThrow(),
                top.orElseThrow().at().apply(""),
                plugins));
    }

    /** Judged by the keys alone, so that it is told whatever else is wrong with the section. */
    private void checkBatch() {
        Field run = root.field("run");
        if (run != null
                && run.value() instanceof Fields given
                && given.fields().containsKey("batch")
                && given.fields().containsKey("batch_tokens")) {
            Place batch = Root.at(given, "batch", run.place());
            Place tokens = Root.at(given, "batch_tokens", run.place());
            mistakes.add(
                    tokens.line() >= batch.line() ? tokens : batch,
                    "run: give batch (sequences) or batch_tokens (tokens), not both");
        }
    }

    /** The last position of a sequence is never scored, since nothing follows it. */
    private void checkSkipped(int length, int skipped) {
        if (skipped >= length - 1) {
            mistakes.add(
                    root.valuePlace("positions", "skip_first"),
                    "positions.skip_first is " + skipped + ", which leaves nothing to score in sequences of " + length
                            + " tokens (corpus.length); take at most " + (length - 2));
        }
    }

    /** All sections of a config without a mistake. */
    private record Sound(
            Section<Plan.Model> model,
            Optional<Section<OtherModel>> numericFloor,
            Section<Plan.Corpus> corpus,
            List<Text> sites,
            Lists lists,
            List<Condition> gate,
            Optional<Section<Until>> until,
            Bound<Sections.Positions> positions,
            Bound<Sections.Run> run,
            Sections.Top top,
            PluginsSection plugins) {

        int threads() {
            return run.at().apply("").threads().orElse(Runtime.getRuntime().availableProcessors());
        }

        /** The whole config with all defaults, as YAML has it. */
        Map<String, Object> resolved(Path output) {
            Map<String, Object> running = new LinkedHashMap<>(run.plain());
            running.put("threads", threads());
            Map<String, Object> resolved = new LinkedHashMap<>();
            if (!plugins.equals(PluginsSection.NONE)) {
                resolved.put(PluginsSection.KEY, plugins.plain());
            }
            resolved.put("model", model.plain());
            resolved.put("corpus", corpus.plain());
            resolved.put("sites", sites.stream().map(Text::text).toList());
            List<Map<String, Object>> interventions = new ArrayList<>(plain(lists.interventions()));
            lists.otherModels().forEach(each -> interventions.add(each.plain()));
            resolved.put("interventions", interventions);
            resolved.put("baselines", plain(lists.baselines()));
            resolved.put("metrics", plain(lists.metrics()));
            resolved.put("stratify", plain(lists.stratifiers()));
            lists.floors().ifPresent(floors -> resolved.put("floors", floors));
            numericFloor.ifPresent(
                    each -> resolved.put(ModelSections.FLOOR, Map.of(ModelSections.NUMERIC, each.plain())));
            resolved.put("reports", plain(lists.reports()));
            resolved.put("gate", gate.stream().map(Condition::text).toList());
            until.ifPresent(each -> resolved.put(UNTIL, each.plain()));
            resolved.put("conventions", top.conventions().name().toLowerCase(Locale.ROOT));
            resolved.put("splice", top.splice().name().toLowerCase(Locale.ROOT));
            resolved.put("positions", positions.plain());
            resolved.put("run", running);
            resolved.put("seed", top.seed());
            resolved.put("output", output.toString());
            return resolved;
        }
    }

    private Plan plan(Sound read) {
        Sections.Positions masked = read.positions().at().apply("");
        Sections.Run running = read.run().at().apply("");
        Path output = read.top().output().orElseGet(this::defaultOutput);
        Lists lists = read.lists();
        return new Plan(
                file,
                read.model().value(),
                read.until().isPresent()
                        ? read.corpus().value().inRandomOrder()
                        : read.corpus().value(),
                read.sites().stream()
                        .map(site -> new Written(site.text(), site.place().text()))
                        .toList(),
                chosen(lists.interventions()),
                lists.otherModels().stream().map(Section::value).toList(),
                chosen(lists.baselines()),
                chosen(lists.metrics()),
                chosen(lists.stratifiers()),
                lists.floors(),
                read.numericFloor().map(Section::value),
                chosen(lists.reports()),
                read.gate(),
                read.until().map(Section::value),
                read.top().conventions(),
                read.top().splice(),
                new Plan.Positions(masked.skipFirst(), masked.special(), masked.vocab()),
                new Plan.Run(
                        read.threads(),
                        running.batch(),
                        running.batchTokens(),
                        running.buckets(),
                        running.memoryBytes(),
                        running.resamples(),
                        running.maxNonfinite()),
                read.top().seed(),
                output,
                read.resolved(output),
                Places.of(root.fields(), new Place(String.valueOf(file.getFileName()), 0)),
                read.plugins());
    }

    private List<Condition> gate() {
        List<Condition> gate = new ArrayList<>();
        for (Text each : root.words("gate", "a condition")) {
            try {
                gate.add(Condition.parse(each.text(), each.place().text()));
            } catch (UserError malformed) {
                mistakes.add(each.place(), String.valueOf(malformed.getMessage()));
            }
        }
        return gate;
    }

    /** A run that ends when it is sure enough takes its sequences in random order, and has to know when to give up. */
    private Optional<Section<Until>> until(Optional<Section<Plan.Corpus>> corpus) {
        Field field = root.field(UNTIL);
        if (field == null) {
            return Optional.empty();
        }
        corpus.map(Section::value).ifPresent(read -> {
            if (read.sequences().isEmpty()) {
                mistakes.add(
                        field.place(),
                        "until: corpus.sequences is missing, the most that may be taken if the interval stays wider;"
                                + " give it, or leave 'until' out to score all");
            }
            if (read.taking() == Plan.Taking.FIRST) {
                mistakes.add(
                        field.place(),
                        "until: with corpus.take: first the texts come in the order of the file, so that the first of them"
                                + " need not be like the others; take: spread has them in random order");
            }
        });
        return section(UNTIL, Sections.Until.class).flatMap(bound -> {
            Sections.Until read = bound.at().apply("");
            Until until = new Until(read.figure(), read.width(), field.place().text());
            boolean figure = canBeRead(field, "figure", until::about);
            boolean width = canBeRead(field, "width", until::wide);
            return figure && width ? Optional.of(new Section<>(until, bound.plain())) : Optional.empty();
        });
    }

    private boolean canBeRead(Field until, String key, Runnable part) {
        try {
            part.run();
            return true;
        } catch (UserError malformed) {
            Field given =
                    until.value() instanceof Value.Fields all ? all.fields().get(key) : null;
            Place place = given == null ? until.place() : given.place();
            mistakes.add(place, UNTIL + "." + key + ": " + malformed.getMessage());
            return false;
        }
    }

    private List<Text> sites() {
        Field field = root.field("sites");
        if (field == null) {
            mistakes.add(root.start(), "the config needs 'sites', a list of site names or patterns");
        } else if (field.value() instanceof Items items && items.values().isEmpty()) {
            mistakes.add(field.place(), "sites: the list is empty; expected a site name or pattern");
        }
        List<Text> sites = root.words("sites", "a site name or pattern");
        Map<String, Place> seen = new LinkedHashMap<>();
        for (Text site : sites) {
            Place before = seen.putIfAbsent(site.text(), site.place());
            if (before != null) {
                mistakes.add(
                        site.place(),
                        "sites: '" + site.text() + "' stands in the list twice"
                                + (before.equals(site.place()) ? "" : ", first at " + before.text())
                                + "; keep one of the two");
            }
        }
        return sites;
    }

    private Lists lists(Defaults defaults, Optional<Section<Plan.Model>> model) {
        List<Value> interventionEntries = root.list("interventions");
        List<Value> baselineEntries = listOr("baselines", defaults.baselines());
        if ((root.field("interventions") == null && root.field("baselines") == null)
                || (interventionEntries.isEmpty() && baselineEntries.isEmpty() && mistakes.count() == 0)) {
            mistakes.add(
                    root.start(),
                    "the config needs 'interventions' or 'baselines': what is put in an activation's place");
        }
        // one name space: the report speaks of interventions and baselines side by side
        Map<String, Place> arms = new LinkedHashMap<>();
        List<Section<OtherModel>> otherModels = new ArrayList<>();
        List<Value> replacing = new ArrayList<>();
        for (Value entry : interventionEntries) {
            if (ModelSections.isModel(entry) && entry instanceof Fields mapping) {
                models.entry(mapping, arms, model).ifPresent(otherModels::add);
            } else {
                replacing.add(entry);
            }
        }
        var interventions = choices.list(Kind.INTERVENTION, "interventions", replacing, arms);
        int before = arms.size();
        for (Value entry : baselineEntries) {
            if (ModelSections.isModel(entry)) {
                mistakes.add(entry.place(), "baselines: a whole model is no noise; it stands under 'interventions'");
            }
        }
        int mistakesBefore = mistakes.count();
        var baselines = choices.list(
                Kind.INTERVENTION,
                "baselines",
                baselineEntries.stream()
                        .filter(entry -> !ModelSections.isModel(entry))
                        .toList(),
                arms);
        return new Lists(
                interventions,
                otherModels,
                baselines,
                metrics(defaults.metrics()),
                choices.list(Kind.STRATIFIER, "stratify", root.list("stratify"), new LinkedHashMap<>()),
                floors(arms.keySet().stream().skip(before).toList(), mistakes.count() > mistakesBefore),
                choices.list(Kind.REPORT, "reports", listOr("reports", defaults.reports()), new LinkedHashMap<>()));
    }

    private List<Choice<MetricProvider<?>>> metrics(List<String> defaults) {
        Field field = root.field("metrics");
        if (field != null
                && field.value() instanceof Items items
                && items.values().isEmpty()) {
            mistakes.add(
                    field.place(),
                    "metrics: the list is empty; name one, or leave the key out for " + String.join(", ", defaults));
        }
        return choices.list(Kind.METRIC, "metrics", listOr("metrics", defaults), new LinkedHashMap<>());
    }

    /** The list of a key; of a key that is not there, the ids that stand for it. */
    private List<Value> listOr(String key, List<String> ids) {
        return root.field(key) != null
                ? root.list(key)
                : ids.stream().map(id -> (Value) new Text(id, root.start())).toList();
    }

    /** SAELens knows neither of these, so a run with them could not give its figures. */
    private void requireWholeSequences(Plan.Conventions conventions, Sections.Positions positions) {
        if (conventions == Plan.Conventions.SAELENS && positions.skipFirst() > 0) {
            mistakes.add(
                    root.place("positions"),
                    "positions.skip_first: SAELens skips no position, so leave this out, or 'conventions: saelens'");
        }
        if (conventions == Plan.Conventions.SAELENS && positions.vocab().isPresent()) {
            mistakes.add(
                    root.place("positions"),
                    "positions.vocab: SAELens takes all entries of the output, so leave this out, or 'conventions:"
                            + " saelens'");
        }
    }

    /**
     * Empty if the config does not say: which baselines are noise is known once they are made.
     *
     * @param broken whether some baseline is wrong, and may be the one that a floor names
     */
    private Optional<List<String>> floors(List<String> baselines, boolean broken) {
        if (root.field("floors") == null) {
            return Optional.empty();
        }
        List<String> floors = new ArrayList<>();
        for (Text each : root.words("floors", "the name of a baseline")) {
            boolean leftOut = !baselines.contains(each.text()) && choices.isInstalled(Kind.INTERVENTION, each.text());
            if (leftOut && broken) {
                continue;
            }
            if (leftOut) {
                mistakes.add(
                        each.place(),
                        "floors: '" + each.text() + "' is not among the baselines of this config ("
                                + (baselines.isEmpty() ? "there are none" : String.join(", ", baselines))
                                + "); add it to 'baselines'");
            } else if (!baselines.contains(each.text())) {
                mistakes.add(each.place(), "floors: " + UserError.unknownText("baseline", each.text(), baselines));
            } else if (floors.contains(each.text())) {
                mistakes.add(
                        each.place(), "floors: '" + each.text() + "' stands in the list twice; keep one of the two");
            } else {
                floors.add(each.text());
            }
        }
        return Optional.of(List.copyOf(floors));
    }

    private <R extends Record> Optional<Bound<R>> section(String key, Class<R> type) {
        OptionTable<R> table = OptionTable.of(type);
        return root.section(key).flatMap(given -> {
            root.unknown(given, table.keys(), "key of " + key);
            return binder.bind(table, Root.only(given, table.keys()), key, root.place(key), mistakes);
        });
    }

    /** Single keys at the top level; the folder to write to is the caller's business, so it starts from where the caller is. */
    private Optional<Bound<Sections.Top>> top() {
        OptionTable<Sections.Top> table = OptionTable.of(Sections.Top.class);
        return new OptionBinder(Path.of("").toAbsolutePath())
                .bind(table, Root.only(root.fields(), table.keys()), "", root.start(), mistakes);
    }

    private Path defaultOutput() {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
        return Path.of("runs", name).toAbsolutePath();
    }

    private static <P extends Provider<?>> List<Chosen<P>> chosen(List<Choice<P>> choices) {
        return choices.stream().map(Choice::chosen).toList();
    }

    private static <P extends Provider<?>> List<Map<String, Object>> plain(List<Choice<P>> choices) {
        return choices.stream().map(Choice::plain).toList();
    }
}
