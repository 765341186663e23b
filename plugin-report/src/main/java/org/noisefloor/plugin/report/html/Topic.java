package org.noisefloor.plugin.report.html;

import java.util.List;
import java.util.Objects;
import org.noisefloor.api.report.FigureInfo;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.files.text.Numbers;
import org.noisefloor.files.words.Headline;

/**
 * What the page is about.
 *
 * @param cases every intervention at every site, in the report's order
 */
record Topic(RunReport report, List<Case> cases) {

    static Topic of(RunReport report) {
        return new Topic(report, Case.all(report));
    }

    /** The divergence that verdicts are told by; empty if there is none. */
    String main() {
        return Objects.requireNonNullElse(report.mainDivergence(), "");
    }

    /** {@code KL} rather than {@code kl}. */
    String mainInWords() {
        return Headline.measure(report);
    }

    boolean measures(String figure) {
        return report.figure(figure).isPresent();
    }

    /** A figure's unit; empty for a pure number and for what was not measured. */
    String unit(String figure) {
        return report.figure(figure).map(FigureInfo::unit).orElse("");
    }

    double scored() {
        return report.positions().scored();
    }

    /** {@code 95 %}. */
    String level() {
        return Numbers.percent(report.bootstrap().level()).replace(".0 ", " ");
    }

    /** {@code 42 documents}: what is resampled. */
    String units() {
        int units = report.bootstrap().units();
        return Numbers.count(units) + " " + report.bootstrap().unit() + (units == 1 ? "" : "s");
    }

    /** {@code n = 8,062 positions of 64 sequences, 42 documents; bars: 95 % intervals}. */
    String basis() {
        return "n = " + Numbers.count(scored()) + " positions of "
                + Numbers.count(report.positions().sequences()) + " sequences, " + units() + "; bars: " + level()
                + " intervals";
    }
}
