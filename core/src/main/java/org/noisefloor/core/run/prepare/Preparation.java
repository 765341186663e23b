package org.noisefloor.core.run.prepare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.SequenceSource;
import org.noisefloor.core.plugins.HostContext;
import org.noisefloor.core.plugins.HostRunContext;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.batch.Mask;
import org.noisefloor.core.run.score.Scoring;

/**
 * All that a run needs, opened and checked.
 *
 * @param model the original
 * @param setting what is the same for every batch and arm
 * @param source the sequences
 * @param feasible whether a sequence fits the model
 * @param arms what is done to the model, in order
 * @param floors names of the baselines that interventions are compared with
 * @param measured what is measured
 * @param scoring with a scorer of every metric for each thread
 */
public record Preparation(
        LanguageModel model,
        Setting setting,
        SequenceSource source,
        Feasible feasible,
        List<OpenedArm> arms,
        List<String> floors,
        Measured measured,
        Scoring scoring) {
    private static final BatchShape SMALLEST = BatchShape.of(1, 2);

    /** Ids of the floors that every verdict should be seen against. */
    private static final List<String> THREE_FLOORS = List.of("eps_random", "error_shuffled", "cov_random");

    /**
     * Opens model, corpus and interventions. What is wrong in stages that do not depend on each other is told together.
     *
     * @param resources takes all that is opened, also when this fails
     */
    public static Preparation of(Plan plan, Path cache, Warnings warnings, Resources resources) {
        HostContext host = new HostContext("", plan.run().threads(), cache);
        LanguageModel model = resources.closing(opened(plan, host));
        ModelInfo info = model.info();
        info.notes().forEach(warnings::add);
        if (plan.run().buckets() && info.length().isPresent()) {
            warnings.add("run.buckets saves nothing here: this model takes sequences of exactly "
                    + info.length().getAsInt() + " tokens, so every batch is padded to that");
        }
        if (!plan.positions().vocabulary().equals(info.embeddings())) {
            VocabularyInUse.surplus(info).ifPresent(warnings::add);
        }
        Mistakes mistakes = new Mistakes();
        List<Site> sites = mistakes.tried(() -> SitePatterns.resolve(plan.sites(), model, mistakes), List.of());
        int vocabulary = mistakes.tried(() -> VocabularyInUse.of(plan, info), info.vocabulary());
        Optional<SequenceSource> read = mistakes.tried(
                () -> Optional.of(resources.closing(SequenceSource.open(plan.corpus(), info, plan.seed(), host))),
                Optional.empty());
        // sequences that are refused may be of any length; arms are opened then only to say what else is wrong
        Optional<BatchSize> sized = read.isEmpty()
                ? Optional.empty()
                : mistakes.tried(() -> Optional.of(BatchSize.of(plan, sites, info.vocabulary())), Optional.empty());
        BatchShape shape = sized.map(BatchSize::shape).orElse(SMALLEST);
        if (sites.isEmpty()) {
            mistakes.throwIfAny();
        }
        IntFunction<String> texts =
                read.<IntFunction<String>>map(source -> source::text).orElse(token -> "<" + token + ">");
        Setting wanted = new Setting(
                sites,
                rule(plan, info, read),
                read.map(source -> source.calibrationDocuments().size()).orElse(0),
                new HostRunContext(host, info, sites.get(0), shape, vocabulary, texts),
                plan.run().buckets(),
                new EngineClock());
        Fitted fitted = mistakes.tried(() -> fitted(plan, model, wanted, sized), new Fitted(wanted, sized, List.of()));
        fitted.size().flatMap(BatchSize::note).ifPresent(warnings::add);
        List<OpenedArm> arms = fitted.arms();
        arms.forEach(arm -> resources.closing(arm.change()));
        mistakes.throwIfAny();
        SequenceSource source = read.orElseThrow();
        source.notes().forEach(warnings::add);
        Setting setting = fitted.setting();
        for (OpenedArm arm : arms) {
            arm.change().notes().forEach(note -> warnings.add(arm.arm().label() + ": " + note));
        }
        drawnOnce(arms).ifPresent(warnings::add);
        List<String> floors = floors(plan, arms);
        notNoise(floors, arms).ifPresent(warnings::add);
        Measured measured = Measured.of(plan, model, setting, arms, floors);
        Feasible feasible = new Feasible(plan, source, vocabulary);
        feasible.check(setting.rule(), arms);
        missingFloors(floors, arms).ifPresent(warnings::add);
        Scoring scoring = resources.closing(new Scoring(
                measured.sites(),
                measured.layout(),
                setting.shape(),
                setting.logits(),
                plan.run().threads()));
        return new Preparation(model, setting, source, feasible, arms, floors, measured, scoring);
    }

    /**
     * The same with arms that are drawn as often as was found to be enough.
     *
     * @param draws by arm
     */
    public Preparation drawn(List<Arm.Draws> draws) {
        List<OpenedArm> drawn = IntStream.range(0, arms.size())
                .mapToObj(a -> arms.get(a).drawn(draws.get(a)))
                .toList();
        Layout layout =
                measured.layout().with(drawn.stream().map(OpenedArm::arm).toList());
        return new Preparation(
                model,
                setting,
                source,
                feasible,
                drawn,
                floors,
                new Measured(measured.sites(), measured.figures(), layout),
                scoring);
    }

    /** What is wrong with a file of the model is told with the line of the config that names it. */
    private static LanguageModel opened(Plan plan, HostContext host) {
        try {
            return WholeModel.open(
                    plan.model(), host.named(plan.model().backend().name()));
        } catch (UserError refused) {
            throw plan.places().told("model.path", "model", refused);
        }
    }

    /** The arms, and the batch that has room for them; empty where none has. */
    private record Fitted(Setting setting, Optional<BatchSize> size, List<OpenedArm> arms) {}

    /** Opens the arms; once more in a smaller batch, if they write more than was known before and that does not fit. */
    private static Fitted fitted(Plan plan, LanguageModel model, Setting wanted, Optional<BatchSize> sized) {
        ArmOpener.Opened opened = ArmOpener.open(plan, model, wanted);
        if (sized.isEmpty()) {
            return new Fitted(wanted, sized, opened.arms());
        }
        BatchSize counted;
        try {
            counted = BatchSize.of(
                    plan,
                    Measured.sites(wanted, model, opened.arms()),
                    wanted.model().vocabulary(),
                    opened.floatsPerRow());
        } catch (UserError tooLarge) {
            opened.close();
            throw tooLarge;
        }
        if (counted.shape().sequences() >= wanted.shape().sequences()) {
            return new Fitted(wanted, sized, opened.arms());
        }
        opened.close();
        Setting smaller = wanted.shaped(counted.shape());
        return new Fitted(
                smaller,
                Optional.of(counted),
                ArmOpener.open(plan, model, smaller).arms());
    }

    /** Special are the tokens that the config names; else those that the model names, and those that sequences start with. */
    private static Mask.Rule rule(Plan plan, ModelInfo info, Optional<SequenceSource> read) {
        TreeSet<Integer> special = new TreeSet<>(
                plan.positions().special().orElse(List.copyOf(info.special().values())));
        if (plan.positions().special().isEmpty()) {
            read.ifPresent(source -> special.addAll(source.front()));
        }
        return new Mask.Rule(special, plan.positions().skipFirst(), plan.conventions() == Plan.Conventions.SAELENS);
    }

    /** Those that the config names; else all that are noise as large as an intervention's error. */
    private static List<String> floors(Plan plan, List<OpenedArm> arms) {
        return plan.floors()
                .orElseGet(() -> arms.stream()
                        .map(OpenedArm::arm)
                        .filter(Preparation::isNoise)
                        .map(Arm::family)
                        .distinct()
                        .toList());
    }

    private static boolean isNoise(Arm arm) {
        return arm.matchedTo() != null && arm.draws().random() && arm.dose() == null;
    }

    /** Of an entry with several draws, of which floors copy the first. */
    private static Optional<String> drawnOnce(List<OpenedArm> arms) {
        String cut = arms.stream()
                .filter(each -> each.arm().asks() && !each.arm().actsTogether())
                .filter(each ->
                        each.change().needs().draws() > each.arm().draws().count())
                .map(each -> each.arm().family())
                .distinct()
                .collect(Collectors.joining(", "));
        return cut.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "an intervention whose error is copied is drawn once, so of its draws the first is judged: "
                                + cut);
    }

    private static Optional<String> notNoise(List<String> floors, List<OpenedArm> arms) {
        String ablations = arms.stream()
                .map(OpenedArm::arm)
                .filter(arm -> arm.isNamedIn(floors) && !isNoise(arm))
                .map(Arm::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return ablations.isEmpty()
                ? Optional.empty()
                : Optional.of("floors names " + ablations
                        + ", which is no random noise of the size of an error: 'milder' than that says little");
    }

    /** Of an intervention that is compared with noise: one kind of noise decides nothing. */
    private static Optional<String> missingFloors(List<String> floors, List<OpenedArm> arms) {
        List<String> missing = new ArrayList<>(THREE_FLOORS);
        arms.stream()
                .map(OpenedArm::arm)
                .filter(arm -> arm.isNamedIn(floors))
                .forEach(arm -> missing.remove(arm.type()));
        boolean compares = arms.stream().map(OpenedArm::arm).anyMatch(arm -> arm.asks() && !arm.replacesModel());
        return !compares || floors.isEmpty() || missing.isEmpty()
                ? Optional.empty()
                : Optional.of("the verdict turns with the choice of the noise floor, and this run leaves out "
                        + String.join(", ", missing));
    }
}
