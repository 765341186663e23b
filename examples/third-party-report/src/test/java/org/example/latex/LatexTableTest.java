package org.example.latex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.report.ReportWriter;
import org.noisefloor.testkit.report.ReportWriterContract;
import org.noisefloor.testkit.report.SampleRun;

/** The contract that every writer must hold to, and what this one writes of a run. */
class LatexTableTest implements ReportWriterContract<LatexTable.Options> {
    @TempDir
    Path folder;

    @Override
    public ReportWriter<LatexTable.Options> provider() {
        return new LatexTable();
    }

    @Override
    public LatexTable.Options reportOptions() {
        return new LatexTable.Options(List.of());
    }

    @Test
    void isATableOfTheMainDivergence() throws IOException {
        assertThat(written(List.of()))
                .containsExactly(
                        "\\begin{tabular}{llr}",
                        "\\toprule",
                        "site & intervention & kl \\\\",
                        "\\midrule",
                        "blocks.0.hook\\_resid\\_post & sae & 0.500 [0.400, 0.600] \\\\",
                        "\\bottomrule",
                        "\\end{tabular}");
    }

    @Test
    void leavesAFigureEmptyThatHasNoValueOrWasNotMeasured() throws IOException {
        assertThat(written(List.of("kl", "ce_delta", "tv")))
                .contains("blocks.0.hook\\_resid\\_post & sae & 0.500 [0.400, 0.600] & -- & -- \\\\");
    }

    private List<String> written(List<String> figures) throws IOException {
        provider().write(SampleRun.small(), folder, new LatexTable.Options(figures), context());
        return Files.readAllLines(folder.resolve("table.tex"));
    }
}
