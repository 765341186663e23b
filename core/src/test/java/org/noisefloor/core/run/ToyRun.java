package org.noisefloor.core.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.figures.FigureCatalogue;
import org.noisefloor.core.record.Arm;
import org.noisefloor.core.record.ArmSums;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.summary.Sureness;

/** All that a run of the toy model gave. */
public record ToyRun(RunDescription description, FigureCatalogue figures, List<SequenceRecord> records) {

    public static ToyRun of(Plan plan) {
        return of(plan, new ToyPlan.Silence());
    }

    static ToyRun of(Plan plan, Progress progress) {
        List<RunDescription> described = new ArrayList<>();
        List<SequenceRecord> records = new ArrayList<>();
        try (PreparedRun run = PreparedRun.open(plan, Path.of("target/cache"), progress)) {
            run.run(new RunSink() {
                @Override
                public void describe(RunDescription description) {
                    if (!described.isEmpty() || !records.isEmpty()) {
                        throw new AssertionError("described once, before the first record");
                    }
                    described.add(description);
                }

                @Override
                public void take(SequenceRecord record) {
                    if (described.isEmpty()) {
                        throw new AssertionError("a record before the description");
                    }
                    records.add(record);
                }

                @Override
                public boolean isEnough(int sequences) {
                    return Sureness.after(
                                    described.get(0), run.figures(), RecordSource.of(records.subList(0, sequences)))
                            .reached();
                }
            });
            return new ToyRun(described.get(0), run.figures(), records);
        }
    }

    /** The place of an arm; the first of its name if it is at several sites. */
    int arm(String name) {
        List<Arm> arms = description.layout().arms();
        for (int a = 0; a < arms.size(); a++) {
            if (arms.get(a).name().equals(name)) {
                return a;
            }
        }
        throw new AssertionError("no arm " + name);
    }

    /** Of an arm's first draw, by sequence. */
    List<ArmSums> sums(String arm) {
        int place = arm(arm);
        return records.stream().map(record -> record.arms().get(place).get(0)).toList();
    }
}
