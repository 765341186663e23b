package org.noisefloor.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunResult.SequenceInfo;
import org.noisefloor.api.report.ScoredPosition;
import org.noisefloor.core.record.ArmPositions;
import org.noisefloor.core.record.ArmPositions.Ranks;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.run.ToyPlan;
import org.noisefloor.core.run.ToyRun;
import org.noisefloor.core.summary.ToyReport;

/** A toy run, written and read back. */
class FinishedRunTest {
    @TempDir
    static Path temp;

    private static final ToyRun RUN = ToyRun.of(new ToyPlan(4, 2).plan());
    private static final List<SequenceRecord> RECORDS = RUN.records();
    private static final Layout LAYOUT = RUN.description().layout();
    private static Path folder;

    @BeforeAll
    static void run() throws IOException {
        folder = Files.createDirectory(temp.resolve("toy"));
        TokensSeen tokens = new TokensSeen();
        try (RecordStore.Writer store = RecordStore.create(folder.resolve(RunFolder.RECORDS), RUN.description())) {
            for (SequenceRecord record : RECORDS) {
                store.append(record);
                tokens.take(record);
            }
        }
        RunFiles.write(
                folder,
                new RunFiles.Content(
                        ToyReport.of(RUN),
                        Map.of("seed", 9),
                        Map.of("seed", 9),
                        tokens.texts(token -> "word " + token)));
    }

    private static List<ScoredPosition> positions() {
        try (Stream<ScoredPosition> all = FinishedRun.open(folder).positions()) {
            return all.toList();
        }
    }

    @Test
    void positionsComeBySiteInterventionSequenceAndPosition() {
        List<ScoredPosition> all = positions();
        int scored = RECORDS.stream().mapToInt(SequenceRecord::scored).sum();
        assertThat(all).hasSize(2 * scored);
        assertThat(all).extracting(ScoredPosition::intervention).containsOnly("half");
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(ScoredPosition::site)
                        .thenComparing(ScoredPosition::sequence)
                        .thenComparing(ScoredPosition::position));
    }

    @Test
    void aPositionHasItsTokenAndTheOneThatFollows() {
        FinishedRun run = FinishedRun.open(folder);
        for (ScoredPosition each : positions()) {
            assertThat(each.token()).isEqualTo(run.tokens(each.sequence())[each.position()]);
            assertThat(each.target()).isEqualTo(run.tokens(each.sequence())[each.position() + 1]);
            assertThat(run.text(each.target())).isEqualTo("word " + each.target());
        }
        assertThat(run.text(99)).isEqualTo("<99>");
    }

    @Test
    void probableTokensComeMostProbableFirst() {
        for (ScoredPosition each : positions()) {
            for (List<ScoredPosition.Likely> likely : List.of(each.before(), each.after())) {
                assertThat(likely).hasSize(5);
                assertThat(likely)
                        .isSortedAccordingTo(Comparator.comparing(ScoredPosition.Likely::probability)
                                .reversed());
            }
            each.after().stream()
                    .filter(likely -> likely.token() == each.target())
                    .forEach(likely -> assertThat(likely.probability()).isEqualTo(each.probabilityAfter()));
        }
    }

    @Test
    void valuesAreThoseOfTheRecordsToTheLastBit() {
        List<ScoredPosition> all = positions();
        int at = 0;
        for (int arm = 0; arm < LAYOUT.arms().size(); arm++) {
            for (SequenceRecord record : RECORDS) {
                ArmPositions single = record.single().get(arm);
                for (int i = 0; LAYOUT.arms().get(arm).name().equals("half") && i < record.scored(); i++) {
                    ScoredPosition position = all.get(at++);
                    for (int p = 0; p < LAYOUT.points().size(); p++) {
                        assertThat(position.values())
                                .containsEntry(LAYOUT.points().get(p).figure(), single.values()[p][i]);
                    }
                }
            }
        }
        assertThat(at).isEqualTo(all.size());
    }

    @Test
    void whatTheDrawsDidAtSinglePositionsAddsUpToTheRanks() {
        String figure = LAYOUT.points().get(0).figure();
        int arm = LAYOUT.arms().stream().map(each -> each.name()).toList().indexOf("noise");
        String site = LAYOUT.arms().get(arm).site();
        int draws = LAYOUT.arms().get(arm).draws().count();
        for (SequenceRecord record : RECORDS) {
            List<ScoredPosition.Draws> floor = positions().stream()
                    .filter(each -> each.site().equals(site) && each.sequence() == record.index())
                    .map(each -> each.floors().get("noise").get(figure))
                    .toList();
            Ranks ranks = record.single().get(arm).ranks().get(0).get(0);
            assertThat(floor).filteredOn(each -> each.below() == draws).hasSize(ranks.above());
            assertThat(floor).filteredOn(each -> each.tied() > 0).hasSize(ranks.tied());
            double sum = record.arms().get(arm).stream()
                    .mapToDouble(
                            draw -> draw.scored().sums()[LAYOUT.points().get(0).place()])
                    .sum();
            assertThat(floor.stream().mapToDouble(ScoredPosition.Draws::mean).sum() * draws)
                    .isCloseTo(sum, within(1e-6 * Math.abs(sum)));
        }
    }

    @Test
    void classesAreThoseThatTheRecordCounts() {
        Layout.Classes stratifier = LAYOUT.stratifiers().get(0);
        for (int c = 0; c < stratifier.names().size(); c++) {
            String name = stratifier.names().get(c);
            int place = c;
            int arm = LAYOUT.arms().stream().map(each -> each.name()).toList().indexOf("half");
            long counted = RECORDS.stream()
                    .mapToLong(record -> record.arms()
                            .get(arm)
                            .get(0)
                            .classes()
                            .get(0)
                            .get(place)
                            .count())
                    .sum();
            assertThat(positions())
                    .filteredOn(
                            each -> each.site().equals(LAYOUT.arms().get(arm).site())
                                    && name.equals(each.classes().get(stratifier.stratifier())))
                    .hasSize((int) counted);
        }
    }

    @Test
    void theRestOfTheFolderIsThereToo() {
        FinishedRun run = FinishedRun.open(folder);
        assertThat(run.report()).isEqualTo(ToyReport.of(RUN));
        assertThat(run.provenance()).containsOnly(Map.entry("seed", 9));
        assertThat(run.config()).isNotBlank();
        assertThat(run.sequences())
                .containsExactlyElementsOf(RECORDS.stream()
                        .map(each -> new SequenceInfo(each.index(), each.length(), each.scored()))
                        .toList());
    }

    @Test
    void whatIsNoRunSaysWhereRunsAre() {
        assertThatThrownBy(() -> FinishedRun.open(temp))
                .isInstanceOf(UserError.class)
                .hasMessage(temp + " is not the folder of a finished run: it holds no report.json; it holds runs: toy");
        assertThatThrownBy(() -> FinishedRun.open(temp.resolve("tay")))
                .isInstanceOf(UserError.class)
                .hasMessage("there is no folder " + temp.resolve("tay") + "; runs beside it: toy");
    }

    @Test
    void aFolderIsNotNamedAsARunBesideItself(@TempDir Path parent) throws IOException {
        Path damaged = Files.createDirectory(parent.resolve("damaged"));
        Files.writeString(damaged.resolve("report.json"), "{}");
        assertThat(FinishedRun.noRun(damaged, "records"))
                .hasMessage(damaged + " is not the folder of a finished run: it holds no records; name the output"
                        + " folder of a run");
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThat(FinishedRun.noRun(file, "report.json"))
                .hasMessage(file + " is a file, not the folder of a run; runs beside it: damaged");
    }

    private static final String AGAIN = "; copy it again from where it is whole, or run the config once more";
    private static final String ANEW =
            "; 'noisefloor summarize' makes it anew where the records are of this version, else run the config once more";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "report.json     | ``             | : holds no report#",
                "report.json     | `[1]`          | : holds no report#",
                "report.json     | `{\"version\"` | : not what a run writes: it ends too early+",
                "report.json     | nonsense       | : not what a run writes: 'nonsense' is no value of JSON, where a text stands in double quotes+",
                "report.json     | `{}`           | : version unknown of the report, but this noisefloor reads version 3#",
                "report.json     | `{\"version\": 3, \"figures\": {}, \"sites\": []}` | : a report without model, positions, batch, bootstrap, numeric_floor, pairs, warnings#",
                "provenance.json | ``             | : not what a run writes: it is empty+",
                "provenance.json | `[1]`          | : not what a run writes: another kind of value was expected+",
                "provenance.json | `{\"a\": 1,`   | : not what a run writes: it ends too early+",
                "tokens.json     | ``             | : not what a run writes: it is empty+",
                "tokens.json     | `{\"a\": 1}`   | : not what a run writes: another kind of value was expected+",
            })
    void aFileThatWasDamagedIsNamedWithAWayForward(String name, String text, String sentence, @TempDir Path other)
            throws IOException {
        copy(other);
        Files.writeString(other.resolve(name), text);
        assertThatThrownBy(() -> FinishedRun.open(other))
                .isInstanceOf(UserError.class)
                .hasMessage(other.resolve(name) + sentence.replace("#", ANEW).replace("+", AGAIN));
    }

    @Test
    void allThatIsDamagedIsToldAtOnce(@TempDir Path other) throws IOException {
        copy(other);
        Files.writeString(other.resolve("report.json"), "{");
        Files.write(other.resolve("config.yaml"), new byte[] {(byte) 0xff});
        Files.writeString(other.resolve("tokens.json"), "");
        assertThatThrownBy(() -> FinishedRun.open(other))
                .isInstanceOfSatisfying(
                        UserError.class,
                        damage -> assertThat(damage.sentences())
                                .containsExactly(
                                        other.resolve("report.json") + ": not what a run writes: it ends too early"
                                                + AGAIN,
                                        other.resolve("config.yaml") + ": not what a run writes: it is not UTF-8"
                                                + AGAIN,
                                        other.resolve("tokens.json") + ": not what a run writes: it is empty" + AGAIN));
    }

    private static void copy(Path to) throws IOException {
        for (String name : List.of("report.json", "provenance.json", "config.yaml", "tokens.json", RunFolder.RECORDS)) {
            Files.copy(folder.resolve(name), to.resolve(name));
        }
    }

    @Test
    void aRunOfAnOlderVersionSaysThatItIs(@TempDir Path other) throws IOException {
        for (String name : List.of("report.json", "provenance.json", "config.yaml")) {
            Files.copy(folder.resolve(name), other.resolve(name));
        }
        Files.writeString(other.resolve("records.jsonl"), "{}");
        assertThatThrownBy(() -> FinishedRun.open(other))
                .isInstanceOf(UserError.class)
                .hasMessage(other
                        + ": an older version of noisefloor wrote this run's records (records.jsonl), and this one"
                        + " does not read them; run its config.yaml once more");
    }
}
