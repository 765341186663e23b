package org.noisefloor.core.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.noisefloor.api.UserError;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.RecordIndex;
import org.noisefloor.core.record.RecordStore;
import org.noisefloor.core.summary.Contest;

/** Finished runs that were made on the same tokens at the same positions, so that their interventions can be laid side by side. */
public final class ComparedRuns {
    private final List<Path> folders;
    private final List<String> names;
    private final List<Contest.Entry> entries = new ArrayList<>();

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
    public static ComparedRuns open(List<Path> folders) {
        ComparedRuns runs = new ComparedRuns(folders);
        List<FinishedRun> opened = new ArrayList<>();
        Set<String> mistakes = new TreeSet<>();
        for (Path folder : folders) {
            try {
                opened.add(FinishedRun.open(folder));
            } catch (UserError refused) {
                mistakes.add(String.valueOf(refused.getMessage()));
            }
        }
        if (mistakes.isEmpty()) {
            RecordIndex first = index(folders.get(0));
            for (int r = 1; r < folders.size(); r++) {
                runs.compare(opened.get(0), first, opened.get(r), r, mistakes);
            }
        }
        if (!mistakes.isEmpty()) {
            throw new UserError(String.join("\n", mistakes));
        }
        for (int r = 0; r < folders.size(); r++) {
            runs.take(r);
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

    private void take(int r) {
        RecordStore.Content content = RecordStore.read(folders.get(r).resolve(RunFolder.RECORDS));
        int before = entries.size();
        for (int a = 0; a < content.layout().arms().size(); a++) {
            Arm arm = content.layout().arms().get(a);
            if (!arm.baseline()) {
                entries.add(new Contest.Entry(names.get(r), content.layout(), content.records(), a));
            }
        }
        if (entries.size() == before) {
            throw new UserError(
                    folders.get(r) + ": this run has baselines alone, and interventions are what is compared");
        }
    }

    private void compare(FinishedRun first, RecordIndex one, FinishedRun other, int r, Set<String> mistakes) {
        String where = folders.get(r) + " cannot be compared with " + folders.get(0) + ": ";
        for (String key : List.of("rule", "vocabulary", "conventions")) {
            Object here = positions(first).get(key);
            Object there = positions(other).get(key);
            if (!String.valueOf(here).equals(String.valueOf(there))) {
                mistakes.add(where + "its " + (key.equals("rule") ? "mask" : key) + " is '" + there + "', not '" + here
                        + "'");
                return;
            }
        }
        RecordIndex two = index(folders.get(r));
        if (one.entries().size() != two.entries().size()) {
            mistakes.add(where + "it has " + two.entries().size() + " sequences, not "
                    + one.entries().size());
            return;
        }
        try (RecordIndex.Reader here = one.open();
                RecordIndex.Reader there = two.open()) {
            for (int s = 0; s < one.entries().size(); s++) {
                int[] tokens = here.tokens(one.entries().get(s));
                int[] others = there.tokens(two.entries().get(s));
                int at = Arrays.mismatch(tokens, others);
                if (at >= 0) {
                    mistakes.add(where + "sequence " + s + " is another one, from token " + at + " on ("
                            + token(others, at) + ", not " + token(tokens, at) + ")");
                    return;
                }
                if (!Arrays.equals(
                        here.positions(one.entries().get(s)),
                        there.positions(two.entries().get(s)))) {
                    mistakes.add(where + "other positions of sequence " + s
                            + " are scored, since some were not finite in one of them");
                    return;
                }
            }
        }
    }

    private static String token(int[] tokens, int at) {
        return at < tokens.length ? "id " + tokens[at] : "its end";
    }

    private static Map<?, ?> positions(FinishedRun run) {
        return run.report().get("positions") instanceof Map<?, ?> positions ? positions : Map.of();
    }

    /** The interventions of all runs. */
    public List<Contest.Entry> entries() {
        return entries;
    }

    /** How many positions each of them was scored at. */
    public long scored() {
        return entries.get(0).records().stream()
                .mapToLong(record -> record.scored())
                .sum();
    }

    public int sequences() {
        return entries.get(0).records().size();
    }
}
