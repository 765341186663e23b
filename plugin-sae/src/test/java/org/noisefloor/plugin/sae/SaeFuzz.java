package org.noisefloor.plugin.sae;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.noisefloor.api.Site;
import org.noisefloor.api.intervention.Intervention;
import org.noisefloor.plugin.sae.layout.Hints;
import org.noisefloor.testkit.TestContext;
import org.noisefloor.testkit.fuzz.Campaign;
import org.noisefloor.testkit.fuzz.HostileFiles;
import org.noisefloor.testkit.fuzz.Mutator;
import org.noisefloor.testkit.intervention.TestActivations;

/**
 * Reads every published layout with one of its files nearly right, config or weights: looks at it, opens it at a site of its width, and
 * splices a batch. Each time that is a result, or one sentence that begins with the SAE's folder.
 *
 * <p>{@code SaeFuzz PUBLISHED FIRST COUNT}, where PUBLISHED is the folder of right ones, and the wrong ones have the numbers from FIRST
 * on; the same number is always the same SAE.
 */
public final class SaeFuzz {
    private static final int ROWS = 2;
    private static final Path CACHE = Path.of("target", "cache").toAbsolutePath();

    private final List<Target> targets = new ArrayList<>();

    /** A file of an SAE, and what checks the SAE when it is wrong. */
    private record Target(Path right, Path wrong, Mutator mutator, HostileFiles hostile) {}

    /** @param work where copies of the right ones are made */
    SaeFuzz(Path published, Path work) throws IOException {
        try (Stream<Path> folders = Files.list(published)) {
            for (Path folder : folders.sorted().toList()) {
                if (Files.exists(folder.resolve("expected.json"))) {
                    add(folder, work.resolve(folder.getFileName().toString()));
                }
            }
        }
    }

    public static void main(String[] args) throws IOException {
        SaeFuzz fuzz = new SaeFuzz(Path.of(args[0]), Files.createTempDirectory("noisefloor-sae-fuzz"));
        Campaign.run("SAEs", Long.parseLong(args[1]), Long.parseLong(args[2]), 1, fuzz::check);
    }

    /** How many files are made wrong in turns. */
    int files() {
        return targets.size();
    }

    /**
     * Reads SAEs of these numbers.
     *
     * @return how many were refused
     */
    long check(long first, long inputs) throws IOException {
        long refused = 0;
        for (long number = first; number < first + inputs; number++) {
            Target target = targets.get((int) (number % targets.size()));
            refused += target.hostile().check(number, 1, target.mutator());
            Files.copy(target.right(), target.wrong(), StandardCopyOption.REPLACE_EXISTING);
        }
        return refused;
    }

    private void add(Path folder, Path copy) throws IOException {
        JsonNode expected =
                new JsonMapper().readTree(folder.resolve("expected.json").toFile());
        Path sae = copy.resolve(expected.get("path").asText());
        JsonNode site = expected.get("site").isArray() ? expected.get("site").get(0) : expected.get("site");
        JsonNode rows = expected.get("x").isArray()
                ? expected.get("x")
                : expected.get("x").get(site.asText());
        int width = rows.get(0).size() * (expected.has("head") ? 4 : 1);
        TestContext context = TestContext.builder()
                .shape(1, ROWS)
                .site(Site.of(site.asText(), "t", width))
                .cache(CACHE)
                .build();
        boolean scaled = expected.has("norm_scaling_factor") || expected.has("dataset_average_activation_norm");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(file -> Files.isRegularFile(file) && !file.endsWith("expected.json"))
                    .sorted()
                    .toList();
        }
        for (Path right : files) {
            Path wrong = copy.resolve(folder.relativize(right));
            Files.createDirectories(wrong.resolveSibling(".").normalize());
            Files.copy(right, wrong);
            Mutator mutator = new Mutator(List.of(Files.readAllBytes(right)));
            HostileFiles hostile = new HostileFiles(wrong, copy, root -> read(sae, scaled, context));
            targets.add(new Target(right, wrong, mutator, hostile));
        }
    }

    private static void read(Path sae, boolean scaled, TestContext context) {
        Sae.Options options = new Sae.Options(
                sae,
                false,
                scaled ? Optional.of(2.0) : Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Hints.Reading.SAELENS);
        new Sae().inspect(sae, context);
        try (Intervention splice = new Sae().create(options, context)) {
            float[][] rows = TestActivations.gaussian(ROWS, context.site().width(), 1);
            TestActivations batch = TestActivations.of(rows);
            List<String> writes = splice.needs().writes();
            if (!writes.isEmpty()) {
                int width = splice.needs().rowsWritten().orElse(rows[0].length);
                float[][][] written = new float[writes.size()][ROWS][width];
                batch = batch.writing(written);
            }
            splice.replace(batch);
        }
    }
}
