package org.noisefloor.plugin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisefloor.api.NoOptions;
import org.noisefloor.api.Provider;
import org.noisefloor.testkit.ProviderContract;
import org.noisefloor.testkit.TestContext;

class PositionsWriterTest implements ProviderContract {
    @TempDir
    Path temp;

    @Override
    public Provider<?> provider() {
        return new PositionsWriter();
    }

    private List<Map<String, Object>> rows(Finished run, String file) throws IOException, SQLException {
        new PositionsWriter()
                .write(run, temp, new NoOptions(), TestContext.builder().build());
        return DuckDb.rows("select * from ? order by sequence, position", temp.resolve(file));
    }

    @Test
    void aPositionIsARowWithItsTokensProbabilitiesAndValues() throws IOException, SQLException {
        List<Map<String, Object>> rows = rows(Reports.run(Reports.sample()), "positions.parquet");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0))
                .containsEntry("site", "blocks.0")
                .containsEntry("intervention", "mine")
                .containsEntry("sequence", 0)
                .containsEntry("position", 1)
                .containsEntry("text", "t5")
                .containsEntry("correct", 6)
                .containsEntry("p_before", 0.5f)
                .containsEntry("p_after", 0.25f)
                .containsEntry("kl", 0.1)
                .containsEntry("class__state", "right")
                .containsEntry("eps__draws", 3)
                .containsEntry("kl__eps__mean", 0.0625f)
                .containsEntry("kl__eps__below", 2)
                .containsEntry("kl__eps__tied", 1)
                .containsEntry("before_2_text", "t7")
                .containsEntry("after_1_p", 0.75f)
                .containsEntry("after_2_token", null);
    }

    @Test
    void whatAPositionDoesNotHaveIsNullAndInfinityIsInfinity() throws IOException, SQLException {
        assertThat(rows(Reports.run(Reports.sample()), "positions.parquet").get(1))
                .containsEntry("kl", Double.POSITIVE_INFINITY)
                .containsEntry("eps__draws", null)
                .containsEntry("kl__eps__mean", null)
                .containsEntry("kl__cov__mean", null)
                .containsEntry("before_1_token", null);
    }

    @Test
    void everyTokenOfEverySequenceIsARow() throws IOException, SQLException {
        List<Map<String, Object>> rows = rows(Reports.run(Reports.sample()), "sequences.parquet");
        assertThat(rows).hasSize(7);
        assertThat(rows.get(4)).isEqualTo(Map.of("sequence", 1, "position", 1, "token", 4, "text", "t4"));
    }

    @Test
    void aRunWithoutPositionsIsATableWithoutRows() throws IOException, SQLException {
        assertThat(rows(Reports.nothing(), "positions.parquet")).isEmpty();
        assertThat(rows(Reports.nothing(), "sequences.parquet")).isEmpty();
    }

    @Test
    void writingTwiceGivesTheSameBytes() throws IOException {
        Path again = Files.createDirectory(temp.resolve("again"));
        new PositionsWriter()
                .write(
                        Reports.run(Reports.sample()),
                        temp,
                        new NoOptions(),
                        TestContext.builder().build());
        new PositionsWriter()
                .write(
                        Reports.run(Reports.sample()),
                        again,
                        new NoOptions(),
                        TestContext.builder().build());
        assertThat(again.resolve("positions.parquet")).hasSameBinaryContentAs(temp.resolve("positions.parquet"));
    }
}
