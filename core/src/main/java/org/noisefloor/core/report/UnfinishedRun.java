package org.noisefloor.core.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RecordReader;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.SequenceRecord;

/** What an interrupted run left in its folder: records of whole batches, perhaps a torn one, and what it was made from. */
public final class UnfinishedRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 10;
    private static final String RESUMED = "resumed";

    private final RunFolder folder;
    private final Path records;
    private final Map<String, Object> config;
    private final Map<String, Object> origins;

    private UnfinishedRun(RunFolder folder, Path records, Map<String, Object> config, Map<String, Object> origins) {
        this.folder = folder;
        this.records = records;
        this.config = config;
        this.origins = origins;
    }

    /** A run begins: what it is made from is written down before its first record. */
    public static void begin(RunFolder folder, Map<String, Object> origins) {
        write(folder, origins);
    }

    private static void write(RunFolder folder, Map<String, Object> origins) {
        Path file = folder.path().resolve(RunFolder.PROVENANCE);
        try {
            Files.writeString(file, ReportJson.text(origins));
            RunFolder.forceFile(file); // records that a power cut leaves are of no use without it
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** @param folder that {@linkplain RunFolder#resumes goes on} with a run */
    public static UnfinishedRun in(RunFolder folder) {
        Path records = folder.path().resolve(RunFolder.RECORDS);
        try (RecordReader reader = RecordReader.open(records)) {
            return new UnfinishedRun(
                    folder,
                    records,
                    reader.run().config(),
                    origins(folder.path().resolve(RunFolder.PROVENANCE)));
        }
    }

    private static Map<String, Object> origins(Path file) {
        try {
            return RunFiles.provenance(file);
        } catch (IOException lost) {
            throw new UserError(
                    file + ": what the unfinished run was made from cannot be read, so it is not gone on with;"
                            + " --overwrite starts anew",
                    lost);
        }
    }

    /** @throws UserError if the config is another one now, with all that differs */
    public void requireConfig(Map<String, Object> now) {
        refuse("another config", Origins.differencesOfConfig(config, now));
    }

    /** @throws UserError if something that figures depend on has changed, with all that differs */
    public void requireOrigins(Map<String, Object> now) {
        refuse("other files or versions", Origins.differences(origins, now));
    }

    private void refuse(String what, List<String> differences) {
        if (differences.isEmpty()) {
            return;
        }
        List<UserError> all = new ArrayList<>();
        differences.stream()
                .limit(SHOWN)
                .forEach(each -> all.add(new UserError(
                        "--resume: the unfinished run in " + folder.path() + " had " + what + ": " + each)));
        String more = differences.size() > SHOWN
                ? "--resume: " + (differences.size() - SHOWN) + " more differ; "
                : "--resume: ";
        all.add(new UserError(more + "put back what it had, or start anew with --overwrite"));
        throw UserError.all(all);
    }

    /**
     * How many of its sequences stay: those of whole windows of batches, so that the others are in the same batches as if it had not been interrupted.
     *
     * @param window sequences that make batches among themselves
     * @param sequences of the whole run; empty if only reading them all would tell
     */
    public int whole(int window, OptionalInt sequences) {
        int there = folder.found();
        return sequences.isPresent() && there == sequences.getAsInt() ? there : there - there % window;
    }

    /** Opens its records for more, behind the first {@code whole}, each of which is shown. */
    public RecordStore.Writer goOn(int whole, Consumer<SequenceRecord> each) {
        return RecordStore.resume(records, whole, each);
    }

    /**
     * Writes down that the run goes on.
     *
     * @return each time that it did, for its provenance
     */
    public List<Map<String, Object>> resumed(Map<String, Object> now, int sequences) {
        List<Map<String, Object>> all = new ArrayList<>();
        if (origins.get(RESUMED) instanceof List<?> before) {
            before.forEach(each -> all.add(JSON.convertValue(each, new TypeReference<Map<String, Object>>() {})));
        }
        all.add(new Tree()
                .put("at", Instant.now().toString())
                .put("behind_sequences", sequences)
                .map());
        Map<String, Object> noted = new LinkedHashMap<>(now);
        noted.put(RESUMED, all);
        write(folder, noted);
        return all;
    }
}
