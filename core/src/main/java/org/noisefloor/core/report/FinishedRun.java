package org.noisefloor.core.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.record.RecordIndex;
import org.noisefloor.files.JsonTrouble;
import org.noisefloor.files.Unreadable;

/** A run's folder, read back. Everything comes from its files, so that a run of last year gives what it gave then. */
public final class FinishedRun implements RunResult {
    private static final String OLDER_RECORDS = "records.jsonl";
    private static final String REMEDY = "; copy it again from where it is whole, or run the config once more";

    private final Path folder;
    private final RunReport report;
    private final Map<String, Object> provenance;
    private final String config;
    private final Map<Integer, String> texts;
    private @Nullable RecordIndex index;

    private FinishedRun(
            Path folder, RunReport report, Map<String, Object> provenance, String config, Map<Integer, String> texts) {
        this.folder = folder;
        this.report = report;
        this.provenance = provenance;
        this.config = config;
        this.texts = texts;
    }

    /**
     * Reads all but the records, which are read when they are asked for.
     *
     * @throws UserError if the folder is none that a run left behind
     */
    public static FinishedRun open(Path folder) {
        return open(folder, () -> ReportJson.read(folder.resolve(RunFolder.REPORT)));
    }

    /** @param report what {@code report.json} says, from wherever */
    static FinishedRun open(Path folder, Supplier<RunReport> report) {
        if (!Files.isRegularFile(folder.resolve(RunFolder.REPORT))) {
            throw noRun(folder, RunFolder.REPORT);
        }
        refuseOlder(folder);
        Mistakes damage = new Mistakes();
        for (String name : List.of(RunFolder.PROVENANCE, RunFolder.CONFIG, RunFolder.RECORDS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                damage.add(new UserError(folder + ": a run's folder holds " + name + ", and this one has lost it"));
            }
        }
        damage.throwIfAny();
        Optional<RunReport> read = damage.tried(() -> Optional.of(report.get()), Optional.empty());
        Map<String, Object> provenance = damage.tried(() -> provenance(folder.resolve(RunFolder.PROVENANCE)), Map.of());
        String config = damage.tried(() -> text(folder.resolve(RunFolder.CONFIG)), "");
        Map<Integer, String> texts = damage.tried(() -> StoredRun.texts(folder), Map.of());
        damage.throwIfAny();
        return new FinishedRun(folder, read.orElseThrow(), provenance, config, texts);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failed) {
            throw unusable(file, failed);
        }
    }

    /** A run whose report was made anew; its records and whatever else it left are where they are. */
    static FinishedRun of(StoredRun stored, RunReport report) {
        Path provenance = stored.folder().resolve(RunFolder.PROVENANCE);
        try {
            return new FinishedRun(
                    stored.folder(),
                    report,
                    Files.isRegularFile(provenance) ? provenance(provenance) : Map.of(),
                    RunFiles.yaml(stored.description().config()),
                    stored.texts());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Without the list of files, which is the host's own and grows with each further form. */
    private static Map<String, Object> provenance(Path file) {
        try {
            Map<String, Object> all = RunFiles.provenance(file);
            all.remove(RunFiles.FILES);
            return all;
        } catch (IOException failed) {
            throw unusable(file, failed);
        }
    }

    /** Of a run whose records are in the format before this one. */
    static void refuseOlder(Path folder) {
        if (!Files.exists(folder.resolve(RunFolder.RECORDS)) && Files.isRegularFile(folder.resolve(OLDER_RECORDS))) {
            throw new UserError(folder + ": an older version of noisefloor wrote this run's records (" + OLDER_RECORDS
                    + "), and this one does not read them; run its " + RunFolder.CONFIG + " once more");
        }
    }

    /** A file that a run left behind, and that something else has changed since. */
    static UserError unusable(Path file, IOException failed) {
        return failed instanceof JsonProcessingException broken
                ? new UserError(file + ": not what a run writes: " + JsonTrouble.of(broken) + REMEDY, broken)
                : new UserError(file + ": not what a run writes: " + Unreadable.reason(failed) + REMEDY, failed);
    }

    /**
     * The records of a run, or of what is left of one.
     *
     * @throws UserError if the folder holds none
     */
    static Path records(Path folder) {
        refuseOlder(folder);
        Path file = folder.resolve(RunFolder.RECORDS);
        if (!Files.isRegularFile(file)) {
            throw noRun(folder, RunFolder.RECORDS);
        }
        return file;
    }

    static UserError noRun(Path folder, String missing) {
        ShardFiles.Part part = ShardFiles.part(ShardFiles.provenance(folder));
        if (part != null) {
            return new UserError(folder + ": is shard " + part.number() + " of " + part.of()
                    + " of a run; 'noisefloor merge' puts shards together");
        }
        String what = Files.isDirectory(folder)
                ? folder + " is not the folder of a finished run: it holds no " + missing
                : Files.exists(folder)
                        ? folder + " is a file, not the folder of a run"
                        : "there is no folder " + folder;
        List<String> inside = runs(folder, folder);
        if (!inside.isEmpty()) {
            return new UserError(what + "; it holds runs: " + String.join(", ", inside));
        }
        Path parent = folder.toAbsolutePath().normalize().getParent();
        List<String> beside = parent == null ? List.of() : runs(parent, folder);
        return new UserError(what
                + (beside.isEmpty()
                        ? "; name the output folder of a run"
                        : "; runs beside it: " + String.join(", ", beside)));
    }

    private static List<String> runs(Path folder, Path except) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> Files.isRegularFile(child.resolve(RunFolder.REPORT)))
                    .filter(child -> !child.getFileName().equals(except.getFileName()))
                    .map(child -> String.valueOf(child.getFileName()))
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    @Override
    public RunReport report() {
        return report;
    }

    @Override
    public Map<String, Object> provenance() {
        return provenance;
    }

    @Override
    public String config() {
        return config;
    }

    @Override
    public List<SequenceInfo> sequences() {
        return index().entries().stream()
                .map(each -> new SequenceInfo(each.index(), each.length(), each.scored()))
                .toList();
    }

    @Override
    public Stream<ScoredPosition> positions() {
        return PositionReader.all(index());
    }

    @Override
    public int[] tokens(int sequence) {
        RecordIndex.Entry wanted = index().entries().stream()
                .filter(each -> each.index() == sequence)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the run has no sequence " + sequence));
        try (RecordIndex.Reader records = index().open()) {
            return records.head(wanted).tokens();
        }
    }

    @Override
    public String text(int token) {
        return texts.getOrDefault(token, "<" + token + ">");
    }

    /** Made at the first look at single positions: a form of the report that has none does not pay for it. */
    private synchronized RecordIndex index() {
        if (index == null) {
            index = RecordIndex.of(folder.resolve(RunFolder.RECORDS));
        }
        return index;
    }
}
