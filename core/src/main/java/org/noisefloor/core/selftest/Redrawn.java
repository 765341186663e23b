package org.noisefloor.core.selftest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.noisefloor.api.UserError;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;
import org.noisefloor.core.config.Plan;
import org.noisefloor.core.record.Layout;
import org.noisefloor.core.record.RecordSource;
import org.noisefloor.core.record.RunDescription;
import org.noisefloor.core.record.SequenceRecord;
import org.noisefloor.core.report.StoredRun;
import org.noisefloor.core.run.Progress;
import org.noisefloor.core.summary.Summarizer;

/**
 * The documents of a finished run as all that there are, and its figures as the truth: some of them are drawn again and again, with
 * replacement as from a world that is made of these, and summed up. How often does the interval from some hold the figure of all?
 *
 * <p>Without replacement it would more often: a sample of half of a finite world misses by less than its interval allows for.
 */
public final class Redrawn {
    private static final String LOSS = "ce_delta";

    private final StoredRun run;
    private final List<String> figures;
    private final Amount amount;
    private final List<List<SequenceRecord>> documents;

    private Redrawn(StoredRun run, List<String> figures, Amount amount) {
        this.run = run;
        this.figures = figures;
        this.amount = amount;
        SortedMap<Integer, List<SequenceRecord>> byDocument = new TreeMap<>();
        run.records()
                .each(each -> byDocument
                        .computeIfAbsent(
                                each.documents().length == 0 ? each.index() : each.documents()[0],
                                document -> new ArrayList<>())
                        .add(each));
        this.documents = List.copyOf(byDocument.values());
    }

    /**
     * @param figures that are looked at; none for the main divergence and the loss
     * @throws UserError if the run has no such figure
     */
    public static RedrawnResult of(StoredRun run, List<String> figures, Amount amount, Progress progress) {
        List<String> chosen = figures.isEmpty() ? figures(run.description().layout()) : figures;
        List<String> known = run.figures().names();
        for (String each : chosen) {
            if (!known.contains(each)) {
                throw UserError.unknown("--figures", "figure", each, known);
            }
        }
        StoredRun less = run.without(
                known.stream().filter(each -> !chosen.contains(each)).toList());
        return new Redrawn(less, chosen, amount).result(progress);
    }

    private static List<String> figures(Layout layout) {
        List<String> figures = new ArrayList<>();
        layout.mainDivergence().ifPresent(main -> figures.add(main.figure()));
        if (layout.point(LOSS) >= 0) {
            figures.add(LOSS);
        }
        if (figures.isEmpty()) {
            throw new UserError(
                    "--of: the run has neither a divergence nor " + LOSS + "; name its figures with --figures");
        }
        return figures;
    }

    private RedrawnResult result(Progress progress) {
        Map<String, Estimate> truth = quantities(summed(run.records(), 0, Plan.Run.FEWEST_RESAMPLES));
        Map<String, RedrawnRow> rows = new LinkedHashMap<>();
        truth.forEach((name, estimate) -> {
            if (estimate.isFinite()) {
                rows.put(name, new RedrawnRow(name, estimate.value()));
            }
        });
        progress.phase(
                "drawing " + amount.documents() + " of " + documents.size() + " documents, " + amount.repetitions()
                        + " times",
                amount.repetitions());
        int resamples = run.description().inference().resamples();
        for (int repetition = 0; repetition < amount.repetitions(); repetition++) {
            List<SequenceRecord> drawn = drawn(repetition);
            Map<String, Estimate> found =
                    quantities(summed(RecordSource.of(drawn), amount.seed(repetition), resamples));
            rows.values().forEach(row -> row.take(found.get(row.name())));
            progress.advance(1);
        }
        return new RedrawnResult(run.folder().toString(), documents.size(), amount, List.copyOf(rows.values()));
    }

    /** The records of documents that were drawn; one that was drawn twice is two. */
    private List<SequenceRecord> drawn(int repetition) {
        List<SequenceRecord> drawn = new ArrayList<>();
        int[] places = amount.withReplacement(documents.size(), repetition);
        for (int document = 0; document < places.length; document++) {
            for (SequenceRecord each : documents.get(places[document])) {
                drawn.add(each.as(drawn.size(), document));
            }
        }
        return drawn;
    }

    private RunReport summed(RecordSource records, long seed, int resamples) {
        RunDescription.Inference own = run.description().inference();
        RunDescription described =
                run.description().with(new RunDescription.Inference(seed, own.resamples(), own.floors(), List.of()));
        return Summarizer.summarize(described, run.figures(), records, new Summarizer.Options(resamples, false));
    }

    /** Figures of interventions, and their ratios to floors (or excesses over them), by what they are called. */
    private Map<String, Estimate> quantities(RunReport report) {
        Map<String, Estimate> all = new LinkedHashMap<>();
        for (SiteReport site : report.sites()) {
            for (ArmReport arm : site.arms()) {
                if (arm.role().isIntervention()) {
                    String label = arm.name() + " at " + site.name() + ": ";
                    for (String figure : figures) {
                        arm.estimate(figure).ifPresent(of -> all.put(label + figure, of));
                        arm.floors()
                                .keySet()
                                .forEach(floor -> arm.against(floor, figure).ifPresent(contrast -> {
                                    Estimate ratio = contrast.ratio();
                                    all.put(
                                            label + figure + (ratio == null ? " − " : " / ") + floor,
                                            ratio == null ? contrast.excess() : ratio);
                                }));
                    }
                }
            }
        }
        return all;
    }
}
