package org.noisefloor.plugin.report;

import java.util.List;
import org.noisefloor.api.report.RunReport;
import org.noisefloor.api.report.SiteReport;

/** The sites of a report. */
final class Sites {
    private Sites() {}

    /** Without what was done at several of them in one pass: peers know one hook point at a time. */
    static List<SiteReport> alone(RunReport report) {
        return report.sites().stream().filter(site -> site.together() == null).toList();
    }
}
