package org.noisefloor.core.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Addable;
import org.noisefloor.core.config.ConfigReader;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.config.PluginsSection;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.report.Origins;
import org.noisefloor.core.report.Provenance;
import org.noisefloor.core.report.RunFolder;
import org.noisefloor.core.report.ShardFiles;
import org.noisefloor.core.report.Timing;
import org.noisefloor.core.report.TokensSeen;
import org.noisefloor.core.run.PreparedRun;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.run.Shard;
import org.noisefloor.core.summary.WhatIsAsked;

/**
 * A run in a process that other shards of it are left to as well: opened and calibrated once, it computes one shard after the other. The
 * process is not the launcher's: {@code noisefloor.home} has to be set as that sets it.
 */
public final class ShardWorker implements AutoCloseable {
    private final Plan plan;
    private final Catalogue catalogue;
    private final Progress progress;
    private final int sequences;
    private PreparedRun run;
    /** As it was before calibration, whichever shard is at it: what interventions learn in between is no difference. */
    private final Map<String, Object> origins;

    private boolean used;

    private ShardWorker(Plan plan, Catalogue catalogue, Progress progress) {
        this.plan = plan;
        this.catalogue = catalogue;
        this.progress = progress;
        this.run = PreparedRun.open(plan, Installation.cache(), progress);
        try {
            WhatIsAsked.check(plan.gate(), plan.until(), run.layout(), run.figures(), Addable.to(plan, catalogue));
            this.sequences = run.count();
            this.origins = Provenance.origins(plan, run, catalogue);
        } catch (RuntimeException refused) {
            run.close();
            throw refused;
        }
    }

    /**
     * Opens all that a config names.
     *
     * @param overrides as of {@code --set}
     * @param plugins further folders, as of {@code --plugins}
     * @throws UserError with all that would keep the run from ending well
     */
    public static ShardWorker open(Path config, Map<String, String> overrides, List<Path> plugins, Progress progress) {
        Installation.addFolders(plugins);
        Catalogue catalogue =
                Installation.catalogue(PluginsSection.of(config, overrides).folders());
        Plan plan = ConfigReader.read(config, catalogue, overrides, Map.of());
        requireAllSequences(plan);
        return new ShardWorker(plan, catalogue, progress);
    }

    /** @throws UserError if a plan leaves open how many sequences there are */
    static void requireAllSequences(Plan plan) {
        plan.until().ifPresent(until -> {
            throw new UserError(until.place()
                    + ": until: a shard does not know what the others have found, so nothing tells it when to end; take shards with"
                    + " corpus.sequences alone, or until in one run");
        });
    }

    /** What the run is made from; two that differ in it are not of one run. */
    public Map<String, Object> origins() {
        return origins;
    }

    /** @throws UserError if what the run is made from here differs from what it is made from elsewhere, with all that does */
    public void requireOrigins(Map<String, Object> elsewhere, String where) {
        List<UserError> differences = Origins.differences(elsewhere, origins).stream()
                .map(each -> new UserError(where + " does not have what the run is made from: " + each))
                .toList();
        if (!differences.isEmpty()) {
            throw UserError.all(differences);
        }
    }

    /** Where the whole run goes. */
    public Path output() {
        return plan.output().toAbsolutePath().normalize();
    }

    /** Of the whole run. */
    public int sequences() {
        return sequences;
    }

    /** Batches of the whole run, or windows of them that are sorted by length; there cannot be more shards. */
    public int batches() {
        return (sequences + run.window() - 1) / run.window();
    }

    /** How many sequences a shard has. */
    public int sequences(Shard part) {
        return run.count(part, sequences);
    }

    /**
     * Computes a shard, or what is missing of it.
     *
     * @param output where it goes
     */
    @SuppressWarnings("try") // after a failure the folder is closed at once
    public void compute(Shard part, Path output) {
        if (RunFolder.isComplete(output)) {
            return;
        }
        if (used && part.number() == 1) {
            // its description is that of the run: nothing must be in it of what batches of other shards showed
            run.close();
            run = PreparedRun.open(plan, Installation.cache(), progress);
        }
        used = true;
        Instant started = Instant.now();
        try (RunFolder folder = RunFolder.prepare(output, RunFolder.Existing.RESUME)) {
            try (RunLog log = RunLog.in(folder.path())) {
                log.settings(plan);
                compute(part, folder, started);
            } catch (UncheckedIOException unwritten) {
                throw unwritten.getCause() == null ? unwritten : folder.unwritable(unwritten.getCause());
            }
            folder.publish();
        }
    }

    private void compute(Shard part, RunFolder folder, Instant started) {
        Timing before = Timing.of(started, run, catalogue);
        TokensSeen tokens = new TokensSeen();
        Records records =
                new Records(folder, tokens, run, OptionalInt.of(run.count(part, sequences)), () -> origins, progress);
        try (records) {
            run.run(part, sequences, records);
        }
        folder.recorded();
        Map<String, Object> provenance = Provenance.of(
                run,
                records.origins(),
                records.resumed(),
                started,
                Timing.of(started, run, catalogue).since(before));
        ShardFiles.write(folder.path(), part, sequences, run.config(), provenance, tokens.texts(run::text));
    }

    @Override
    public void close() {
        run.close();
    }
}
