package org.noisefloor.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;

/** Native memory does not grow with the number of batches. */
class MemoryTest {
    private static final BatchShape SHAPE = BatchShape.of(4, 32);
    private static final Path STATM = Path.of("/proc/self/statm");
    private static final int BATCHES = 500;
    private static final long PAGE_BYTES = 4096;

    /**
     * One activation of a batch takes 64 KiB: were one of each batch left behind, 500 would take 31 MiB. The pom has the heap touched
     * at the start, so that what grows is native.
     */
    @Test
    @EnabledOnOs(OS.LINUX)
    void staysAsItIsOverManyBatches() throws IOException {
        try (LanguageModel model = Fixtures.open(Fixtures.DEMO)) {
            List<Site> sites = List.of(
                    model.site("blocks.2.hook_resid_post"),
                    model.site("blocks.4.attn.hook_z"),
                    model.site("blocks.5.hook_mlp_out"));
            try (CutModel cut = model.cutAt(sites, SHAPE)) {
                run(cut, sites, BATCHES / 2); // buffers, compiled code and the allocator's arenas settle
                long before = residentBytes();
                run(cut, sites, BATCHES);
                assertThat(residentBytes() - before)
                        .as("bytes more after " + BATCHES + " batches")
                        .isLessThan(12L << 20);
            }
        }
    }

    private static void run(CutModel cut, List<Site> sites, int batches) {
        TokenBatch batch = TokenBatch.of(
                SHAPE,
                IntStream.range(0, SHAPE.sequences())
                        .mapToObj(s -> IntStream.range(0, SHAPE.length())
                                .map(t -> 7 * s + t)
                                .toArray())
                        .toList());
        for (int i = 0; i < batches; i++) {
            Trace trace = cut.run(batch);
            Site site = sites.get(i % sites.size());
            cut.resume(trace, site, trace.activation(site));
        }
    }

    private static long residentBytes() throws IOException {
        return PAGE_BYTES * Long.parseLong(Files.readString(STATM).split(" ")[1]);
    }
}
