package org.noisefloor.core.run;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.corpus.TokenSequence;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.run.prepare.Preparation;
import org.noisefloor.core.run.prepare.Resources;
import org.noisefloor.core.run.prepare.Warnings;

/**
 * A run that is ready to start: model, corpus and interventions are open, and all is checked that can be checked before the first
 * forward pass.
 */
public final class PreparedRun implements AutoCloseable {
    private final Plan plan;
    private final Progress progress;
    private final Resources resources;
    private final Warnings warnings;
    private Preparation prepared;
    private String passes = "none yet";
    /** Of a run in parts. */
    private @Nullable RunLoop loop;

    private RunLoop.@Nullable Ready ready;

    private PreparedRun(Plan plan, Progress progress, Resources resources, Warnings warnings, Preparation prepared) {
        this.plan = plan;
        this.progress = progress;
        this.resources = resources;
        this.warnings = warnings;
        this.prepared = prepared;
    }

    /**
     * Opens what a config names.
     *
     * @param cache the one folder outside the output that may be written to
     * @throws org.noisefloor.api.UserError with all that would keep the run from ending well
     */
    public static PreparedRun open(Plan plan, Path cache, Progress progress) {
        Resources resources = new Resources(progress::warn);
        Warnings warnings = new Warnings(progress::warn);
        plan.model()
                .picked()
                .ifPresent(found -> progress.note("backend: auto took "
                        + plan.model().backend().provider().id() + ", which " + found));
        try {
            Preparation prepared = Preparation.of(plan, cache, warnings, resources);
            return new PreparedRun(plan, progress, resources, warnings, prepared);
        } catch (RuntimeException failed) {
            resources.close();
            throw failed;
        }
    }

    /** Runs everything; once. */
    public void run(RunSink sink) {
        run(own(), sink);
    }

    /**
     * Runs a part of it; then perhaps others, for which the model is cut and calibrated once. All that is made of the whole run's first
     * sequences or of calibration is the same in each part, so that parts together are the whole. The run's own first part knows what its
     * first batch showed only if it comes first.
     *
     * @param sequences of the whole run, see {@link #count}
     */
    public void run(Shard shard, int sequences, RunSink sink) {
        Shard.Range range = shard.range(sequences, shape().sequences(), window());
        if (loop == null) {
            loop = new RunLoop(
                    plan, prepared, new RunLoop.Texts(prepared.source()::scored, sequences), warnings, progress);
            ready = resources.closing(loop.ready());
        }
        try {
            Objects.requireNonNull(ready).score(range, sink);
        } finally {
            prepared = loop.prepared();
        }
        passes = ready.passes();
    }

    /** How many sequences a shard has, of so many in all. */
    public int count(Shard shard, int sequences) {
        Shard.Range range = shard.range(sequences, shape().sequences(), window());
        return range.to() - range.from();
    }

    /** How many sequences will be scored; reads them all if only that would tell. */
    public int count() {
        return prepared.source().size() >= 0
                ? prepared.source().size()
                : Rehearsal.count(prepared.source().scored());
    }

    /**
     * Runs everything on other texts than those of the config; once. Random draws are keyed by the place of a sequence among these, so a
     * text that comes twice is drawn for anew.
     */
    public void run(List<TokenSequence> texts, RunSink sink) {
        run(new RunLoop.Texts(texts::iterator, texts.size()), sink);
    }

    /** The texts of the config. */
    private RunLoop.Texts own() {
        return new RunLoop.Texts(prepared.source()::scored, prepared.source().size());
    }

    private void run(RunLoop.Texts texts, RunSink sink) {
        RunLoop loop = new RunLoop(plan, prepared, texts, warnings, progress);
        passes = loop.run(sink);
        prepared = loop.prepared();
    }

    /** The sequences that the config scores, from the first. */
    public Iterator<TokenSequence> texts() {
        return prepared.source().scored();
    }

    /** Runs the first batch, and tells by it what the run will take; instead of {@link #run}. */
    public Rehearsal rehearse() {
        return Rehearsal.of(new RunLoop(plan, prepared, own(), warnings, progress), prepared.source(), window());
    }

    /** How the original ran: in batches, or one sequence at a time. */
    public String passes() {
        return passes;
    }

    /** Processor time of the process inside calls of the engines, in nanoseconds. */
    public long engineTime() {
        return prepared.setting().clock().inside();
    }

    /** What the records will hold: before the run, without the draws that a pilot decides on. */
    public Layout layout() {
        return prepared.measured().layout();
    }

    /** What is computed from the sums in the records. */
    public FigureCatalogue figures() {
        return prepared.measured().figures();
    }

    public ModelInfo model() {
        return prepared.setting().model();
    }

    /** The sites of the config, in its order. */
    public List<Site> sites() {
        return prepared.setting().sites();
    }

    /** The shape at which everything runs. */
    public BatchShape shape() {
        return prepared.setting().shape();
    }

    /** How many sequences have their records handed over together: those of a batch, or of several that are sorted by length. */
    public int window() {
        return prepared.setting().window();
    }

    /** How many sequences will be scored; empty if only reading them all would tell. */
    public OptionalInt sequences() {
        int size = prepared.source().size();
        return size < 0 ? OptionalInt.empty() : OptionalInt.of(size);
    }

    /** How many sequences calibrate. */
    public int calibrationSequences() {
        return prepared.source().calibration().size();
    }

    /** A token as text; {@code <id>} if there is no tokenizer. */
    public String text(int token) {
        return prepared.source().text(token);
    }

    /** How each arm was made, by arm. */
    public List<Map<String, Object>> provenance() {
        return prepared.arms().stream()
                .map(arm -> (Map<String, Object>) new TreeMap<>(arm.change().provenance()))
                .toList();
    }

    /** The config with every default filled in. */
    public Map<String, Object> config() {
        return Description.resolved(plan.withBatch(shape().sequences()), prepared.floors());
    }

    /** SHA-256 of each file of the model that was read, by name. */
    public Map<String, String> modelDigests() {
        return new TreeMap<>(model().digests());
    }

    /** SHA-256 of each file of the corpus and the tokenizer that was read, by name; reads them. */
    public Map<String, String> corpusDigests() {
        return new TreeMap<>(prepared.source().digests());
    }

    @Override
    public void close() {
        resources.close();
    }
}
