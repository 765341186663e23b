package org.noisefloor.core.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.RunReport.Positions;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.RecordIndex;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Originals;
import org.noisefloor.core.summary.Ranking;

/** Finished runs that were made on the same tokens at the same positions, so that their interventions can be laid side by side. */
public final class ComparedRuns {
    private final List<Path> folders;
    private final List<String> names;
    private final List<Ranking.Run> runs = new ArrayList<>();
    /** By run and sequence, what the original says of the correct tokens. */
    private final List<List<float[]>> correct = new ArrayList<>();

    private ComparedRuns(List<Path> folders) {
        this.folders = folders;
        this.names = names(folders);
    }

    /**
     * Opens runs.
     *
     * @throws UserError if one is no run, has no intervention, or was made on other tokens or positions than the first; all that is
     *     wrong, a line each
     */
    public static ComparedRuns open(List<Path> folders, Catalogue catalogue, Path cache) {
        ComparedRuns runs = new ComparedRuns(folders);
        List<FinishedRun> opened = new ArrayList<>();
        Mistakes mistakes = new Mistakes();
        folders.forEach(folder -> mistakes.tried(() -> opened.add(FinishedRun.open(folder)), false));
        if (mistakes.count() == 0) {
            RecordIndex first = index(folders.get(0));
            runs.correct.add(correct(first));
            for (int r = 1; r < folders.size(); r++) {
                runs.compare(opened.get(0), first, opened.get(r), r, mistakes);
            }
        }
        mistakes.throwIfAny();
        for (int r = 0; r < folders.size(); r++) {
            runs.take(r, catalogue, cache);
        }
        return runs;
    }

    private static RecordIndex index(Path folder) {
        return RecordIndex.of(folder.resolve(RunFolder.RECORDS));
    }

    /** As short as tells them apart: the folders' names, or their whole paths where two have the same. */
    private static List<String> names(List<Path> folders) {
        List<String> names = folders.stream()
                .map(folder -> String.valueOf(folder.getFileName()))
                .toList();
        return names.size() == Set.copyOf(names).size()
                ? names
                : folders.stream().map(Path::toString).toList();
    }

    private void take(int r, Catalogue catalogue, Path cache) {
        StoredRun run = StoredRun.open(folders.get(r), catalogue, cache);
        if (run.description().layout().arms().stream().noneMatch(Arm::asks)) {
            throw new UserError(
                    folders.get(r) + ": this run has baselines alone, and interventions are what is compared");
        }
        runs.add(new Ranking.Run(names.get(r), run.description(), run.figures(), run.records()));
    }

    private void compare(FinishedRun first, RecordIndex one, FinishedRun other, int r, Mistakes mistakes) {
        String where = folders.get(r) + " cannot be compared with " + folders.get(0) + ": ";
        Positions here = first.report().positions();
        Positions there = other.report().positions();
        String differs = !here.rule().equals(there.rule())
                ? "mask is '" + there.rule() + "', not '" + here.rule() + "'"
                : here.vocabulary() != there.vocabulary()
                        ? "vocabulary is '" + there.vocabulary() + "', not '" + here.vocabulary() + "'"
                        : !here.conventions().equals(there.conventions())
                                ? "conventions is '" + there.conventions() + "', not '" + here.conventions() + "'"
                                : "";
        if (!differs.isEmpty()) {
            mistakes.add(new UserError(where + "its " + differs));
            return;
        }
        RecordIndex two = index(folders.get(r));
        if (one.entries().size() != two.entries().size()) {
            mistakes.add(new UserError(where + "it has " + two.entries().size() + " sequences, not "
                    + one.entries().size()));
            return;
        }
        try (RecordIndex.Reader ours = one.open();
                RecordIndex.Reader theirs = two.open()) {
            List<float[]> ofOther = new ArrayList<>();
            for (int s = 0; s < one.entries().size(); s++) {
                SequenceRecord our = ours.head(one.entries().get(s));
                SequenceRecord their = theirs.head(two.entries().get(s));
                int[] tokens = our.tokens();
                int[] others = their.tokens();
                int at = Arrays.mismatch(tokens, others);
                if (at >= 0) {
                    mistakes.add(new UserError(where + "sequence " + s + " is another one, from token " + at + " on ("
                            + token(others, at) + ", not " + token(tokens, at) + ")"));
                    return;
                }
                if (!Arrays.equals(our.positions(), their.positions())) {
                    mistakes.add(new UserError(where + "other positions of sequence " + s
                            + " are scored, since some were not finite in one of them"));
                    return;
                }
                ofOther.add(their.original().correct());
            }
            correct.add(ofOther);
        }
    }

    private static List<float[]> correct(RecordIndex index) {
        try (RecordIndex.Reader reader = index.open()) {
            return index.entries().stream()
                    .map(entry -> reader.head(entry).original().correct())
                    .toList();
        }
    }

    private static String token(int[] tokens, int at) {
        return at < tokens.length ? "id " + tokens[at] : "its end";
    }

    /** The runs, by the shortest names that tell them apart. */
    public List<Ranking.Run> runs() {
        return runs;
    }

    /** How far their originals lie apart. */
    public Originals originals() {
        return Originals.of(correct);
    }

    /** How many positions each intervention was scored at. */
    public long scored() {
        return correct.get(0).stream().mapToLong(of -> of.length).sum();
    }

    public int sequences() {
        return correct.get(0).size();
    }
}
