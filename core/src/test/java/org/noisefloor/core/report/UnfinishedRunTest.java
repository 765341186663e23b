package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.report.RunFolder.Existing;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;

class UnfinishedRunTest {
    private static final ToyRun RUN = ToyRun.of(new ToyPlan(4, 2).plan());
    private static final Map<String, Object> ORIGINS =
            Map.of("noisefloor", "1", "seed", 9, "model", Map.of("path", "m", "sha256", Map.of("model.onnx", "12ab")));

    @TempDir
    Path temp;

    private RunFolder folder(int records) throws IOException {
        Path work = Files.createDirectories(temp.resolve(".a.unfinished"));
        try (RecordStore.Writer store = RecordStore.create(work.resolve(RunFolder.RECORDS), RUN.description())) {
            RUN.records().subList(0, records).forEach(store::append);
        }
        RunFolder folder = RunFolder.prepare(temp.resolve("a"), Existing.RESUME);
        UnfinishedRun.begin(folder, ORIGINS);
        return folder;
    }

    @Test
    void wholeBatchesStayAndSoDoesTheLastOneOfARunThatIsComplete() throws IOException {
        try (RunFolder folder = folder(6)) {
            UnfinishedRun run = UnfinishedRun.in(folder);
            assertThat(run.whole(4, OptionalInt.of(11))).isEqualTo(4);
            assertThat(run.whole(4, OptionalInt.of(6))).isEqualTo(6);
            assertThat(run.whole(4, OptionalInt.empty())).isEqualTo(4);
            assertThat(run.whole(8, OptionalInt.of(11))).isZero();
        }
    }

    @Test
    void whatIsTornIsCutOffAndTheStoreGoesOnAsIfItHadNeverBeen() throws IOException {
        try (RunFolder folder = folder(5)) {
            Path records = folder.path().resolve(RunFolder.RECORDS);
            Files.write(records, new byte[] {0, 0, 1, 0, 7, 7}, StandardOpenOption.APPEND);
            UnfinishedRun run = UnfinishedRun.in(folder);
            List<Integer> shown = new ArrayList<>();
            try (RecordStore.Writer store = run.goOn(4, record -> shown.add(record.index()))) {
                RUN.records().subList(4, 11).forEach(store::append);
            }
            assertThat(shown).containsExactly(0, 1, 2, 3);
            assertThat(RecordStore.read(records).records())
                    .extracting(SequenceRecord::index)
                    .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        }
    }

    @Test
    void anotherConfigIsRefusedWithWhatDiffersSaveWhereTheOutputGoes() throws IOException {
        try (RunFolder folder = folder(4)) {
            UnfinishedRun run = UnfinishedRun.in(folder);
            Map<String, Object> config = new LinkedHashMap<>(RUN.description().config());
            config.put("output", "elsewhere");
            assertThatCode(() -> run.requireConfig(config)).doesNotThrowAnyException();
            config.put("seed", 10);
            config.put("metrics", List.of("kl", "loss"));
            assertThatThrownBy(() -> run.requireConfig(config))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("--resume: the unfinished run in " + folder.path()
                            + " had another config: seed was absent and is 10")
                    .hasMessageContaining("metrics.1 was ")
                    .hasMessageContaining("start anew with --overwrite");
        }
    }

    @Test
    void anotherModelIsNamedByItsFile() throws IOException {
        try (RunFolder folder = folder(4)) {
            UnfinishedRun run = UnfinishedRun.in(folder);
            assertThatCode(() -> run.requireOrigins(ORIGINS)).doesNotThrowAnyException();
            Map<String, Object> now = new LinkedHashMap<>(ORIGINS);
            now.put("model", Map.of("path", "m", "sha256", Map.of("model.onnx", "34cd")));
            assertThatThrownBy(() -> run.requireOrigins(now))
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("had other files or versions: model.sha256.model.onnx was 12ab and is 34cd");
        }
    }

    @Test
    void whatAnInterventionLearntFromCalibrationIsNoDifferenceWhenARunGoesOnFromItsLastFiles() throws IOException {
        try (RunFolder folder = folder(4)) {
            Map<String, Object> last = new LinkedHashMap<>(ORIGINS);
            last.put(
                    "interventions",
                    List.of(
                            Map.of(
                                    "arm",
                                    "mean at s",
                                    "made_from",
                                    Map.of("positions", 12),
                                    "before_calibration",
                                    Map.of()),
                            Map.of(
                                    "arm",
                                    "shuffled at s",
                                    "made_from",
                                    Map.of("pooled", 47),
                                    "before_calibration",
                                    Map.of("pooled", 0)),
                            Map.of("arm", "sae at s", "made_from", Map.of("sha256", "12ab"))));
            UnfinishedRun.begin(folder, last);
            Map<String, Object> now = new LinkedHashMap<>(ORIGINS);
            now.put(
                    "interventions",
                    List.of(
                            Map.of("arm", "shuffled at s", "made_from", Map.of("pooled", 0)),
                            Map.of("arm", "sae at s", "made_from", Map.of("sha256", "12ab"))));
            UnfinishedRun run = UnfinishedRun.in(folder);
            assertThatCode(() -> run.requireOrigins(now)).doesNotThrowAnyException();
            now.put("interventions", List.of(Map.of("arm", "sae at s", "made_from", Map.of("sha256", "34cd"))));
            assertThatThrownBy(() -> run.requireOrigins(now))
                    .hasMessageContaining("interventions.sae at s.sha256 was 12ab and is 34cd");
        }
    }

    @Test
    void eachTimeThatARunGoesOnIsNoted() throws IOException {
        try (RunFolder folder = folder(8)) {
            UnfinishedRun.in(folder).resumed(ORIGINS, 4);
            assertThat(UnfinishedRun.in(folder).resumed(ORIGINS, 8))
                    .extracting(each -> each.get("behind_sequences"))
                    .containsExactly(4, 8);
        }
    }
}
