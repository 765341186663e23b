package org.noisefloor.plugin.report.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.noisefloor.api.Context;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.api.report.RunResult;
import org.noisefloor.files.text.HtmlText;

/**
 * {@code report.html}: the report as one page, with plots, the positions worth looking at, and everything that was set.
 *
 * <p>The page needs nothing else: no network, no other file, and without JavaScript every plot is a table. The same run gives the
 * same bytes.
 *
 * <ul>
 *   <li>Shown of positions: for each site and intervention the first {@code positions} of each list; memory does not grow with the run.
 *   <li>Text of the corpus is shown, never interpreted: see {@link HtmlText} and {@link Page}.
 *   <li>Pitfall: the page holds text of the corpus. Publish it only where the text may be.
 * </ul>
 */
public final class HtmlWriter implements ReportWriter<HtmlOptions> {
    private static final String FILE = "report.html";

    @Override
    public String id() {
        return "html";
    }

    @Override
    public String summary() {
        return FILE + ": one page with plots and single positions in their text";
    }

    @Override
    public Class<HtmlOptions> options() {
        return HtmlOptions.class;
    }

    @Override
    public void write(RunResult run, Path folder, HtmlOptions options, Context context) throws IOException {
        Files.writeString(folder.resolve(FILE), new Page(run, options).html());
    }
}
