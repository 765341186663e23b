package org.noisefloor.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisefloor.api.report.ArmReport;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.FigureReport;
import org.noisefloor.api.report.FloorContrast;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.Verdict;
import org.noisefloor.files.text.PlainNumbers;
import org.noisefloor.files.text.Shortened;
import org.noisefloor.files.words.Compared;
import org.noisefloor.files.words.FloorWords;
import org.noisefloor.files.words.Headline;
import org.noisefloor.files.words.SurenessWords;

/** What a run found, on one screen: the verdict in words, a row for each intervention at each site, and what the words mean. */
public final class ConsoleAnswer {
    private static final int LONGEST_LABEL = 34;

    private final RunReport report;
    private final int width;
    private final MainFigures main;
    private final List<Compared> rows;
    private final List<String> labels;
    private final List<String> floors;

    private ConsoleAnswer(RunReport report, int width) {
        this.report = report;
        this.width = width;
        this.main = MainFigures.of(report);
        this.rows = Compared.all(report);
        this.labels = Shortened.all(rows.stream().map(Compared::label).toList(), LONGEST_LABEL);
        this.floors = Compared.floors(rows);
    }

    /** @param width characters that fit into a line */
    public static String of(RunReport report, int width) {
        return new ConsoleAnswer(report, width).text();
    }

    private String text() {
        StringBuilder text = new StringBuilder(line(String.join(" ", Headline.of(report))));
        main.divergence().filter(figure -> !floors.isEmpty()).ifPresent(figure -> {
            table(text, figure + " as a multiple of that of the noise [95 % interval]", verdicts(figure));
        });
        if (!rows.isEmpty() && !main.shown().isEmpty()) {
            table(text, "What each costs: mean over scored positions [95 % interval]", costs());
        }
        table(
                text,
                "Several at once: all sites in one pass, the sum of each site alone, and the difference [95 % interval]",
                ConsoleDetails.together(report, main.shown(), width));
        return text.append('\n').append(basis()).toString();
    }

    private String line(String sentence) {
        return Wording.wrapped(sentence, width);
    }

    private void table(StringBuilder text, String title, String table) {
        if (!table.isEmpty()) {
            text.append('\n').append(line(title)).append(table);
        }
    }

    private String verdicts(String figure) {
        List<String> header = new ArrayList<>(List.of(""));
        header.addAll(floors);
        Columns table = new Columns().header(header);
        for (int i = 0; i < rows.size(); i++) {
            List<String> cells = new ArrayList<>(List.of(labels.get(i)));
            for (String floor : floors) {
                cells.add(rows.get(i)
                        .arm()
                        .against(floor, figure)
                        .map(ConsoleAnswer::verdict)
                        .orElse("–"));
            }
            table.row(cells);
        }
        return table.text(width);
    }

    private static String verdict(FloorContrast contrast) {
        Verdict verdict = contrast.verdict();
        Estimate ratio = contrast.ratio();
        String words = verdict == null ? "" : verdict.word().inWords();
        return ratio == null || !ratio.isDefined() ? words : words + " " + Wording.ratio(ratio);
    }

    private String costs() {
        Optional<MainFigures.Recovered> recovered = main.recovered();
        List<String> header = new ArrayList<>(List.of(""));
        main.shown().forEach(figure -> header.add(main.heading(figure)));
        recovered.ifPresent(each -> header.add(each.heading()));
        Columns table = new Columns().header(header);
        for (int i = 0; i < rows.size(); i++) {
            ArmReport arm = rows.get(i).arm();
            List<String> cells = new ArrayList<>(List.of(labels.get(i)));
            main.shown()
                    .forEach(figure -> cells.add(
                            arm.estimate(figure).map(Wording::estimate).orElse("")));
            recovered.ifPresent(each -> cells.add(each.of(arm)));
            table.row(cells);
        }
        return table.text(width);
    }

    /** What it rests on, and what the names of the columns mean. */
    private String basis() {
        StringBuilder text = new StringBuilder();
        for (String floor : floors) {
            String calibration = FloorWords.calibration(Compared.everywhere(rows, floor));
            Compared.anywhere(rows, floor)
                    .filter(arm -> FloorWords.isKnown(arm) || !calibration.isEmpty())
                    .ifPresent(arm -> text.append(line(floor + ": " + FloorWords.whole(arm) + calibration)));
        }
        reasons().forEach(sentence -> text.append(line(sentence)));
        if (report.bootstrap().comparisons() > 1 && !floors.isEmpty()) {
            text.append(line("The " + report.bootstrap().comparisons()
                    + " verdicts hold together at 95 % (Holm 1979); each interval stands for itself."));
        }
        if (report.until() != null) {
            text.append(line(SurenessWords.of(report.until(), report.positions().sequences())));
        }
        long marked = report.arms().stream()
                .flatMap(arm -> arm.figures().values().stream())
                .filter(FigureReport::belowNumericFloor)
                .count();
        if (marked > 0) {
            text.append(line(marked + " divergences are so small that arithmetic alone could have caused them."));
        }
        RunReport.Positions positions = report.positions();
        return text.append(line(PlainNumbers.count(positions.scored()) + " scored positions in "
                        + PlainNumbers.count(positions.sequences()) + " sequences of "
                        + PlainNumbers.count(report.bootstrap().units()) + " "
                        + report.bootstrap().unit() + "s: " + positions.rule() + "."))
                .toString();
    }

    /** Why there is no verdict, or none that holds together with the others; each reason once. */
    private List<String> reasons() {
        return rows.stream()
                .flatMap(row -> floors.stream()
                        .flatMap(floor -> row.against(floor, report).stream())
                        .flatMap(contrast -> Optional.ofNullable(contrast.verdict()).stream()))
                .filter(verdict -> verdict.reason() != null)
                .map(verdict -> verdict.word().inWords() + ": " + verdict.reason())
                .distinct()
                .toList();
    }
}
