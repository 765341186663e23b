package org.example.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.report.Estimate;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.metric.ProviderContract;
import org.noisefloor.testkit.report.TestRun;

/** How the writer introduces itself, and what it writes of a run. */
class LatexTableTest implements ProviderContract {
    private static final TestRun RUN =
            TestRun.measuring("kl").with("blocks.0.hook_resid_post", "sae", Estimate.of(0.5, 0.25, 1));

    @TempDir
    Path folder;

    @Override
    public ReportWriter<LatexTable.Options> provider() {
        return new LatexTable();
    }

    @Test
    void isATableOfTheMainDivergence() throws IOException {
        assertThat(written(RUN, List.of())).containsExactly(
                "\\begin{tabular}{llr}",
                "\\toprule",
                "site & intervention & kl \\\\",
                "\\midrule",
                "blocks.0.hook\\_resid\\_post & sae & 0.500 [0.250, 1.00] \\\\",
                "\\bottomrule",
                "\\end{tabular}");
    }

    @Test
    void leavesAFigureEmptyThatWasNotMeasured() throws IOException {
        assertThat(written(RUN, List.of("tv"))).contains("blocks.0.hook\\_resid\\_post & sae & -- \\\\");
    }

    @Test
    void leavesAnIntervalOutThatThereIsNot() throws IOException {
        TestRun run = TestRun.measuring("kl").with("site", "sae", Estimate.withoutInterval(0.5, "one document"));
        assertThat(written(run, List.of())).contains("site & sae & 0.500 \\\\");
    }

    private List<String> written(TestRun run, List<String> figures) throws IOException {
        provider().write(run, folder, new LatexTable.Options(figures), TestContext.ofWidth(8));
        return Files.readAllLines(folder.resolve("table.tex"));
    }
}
