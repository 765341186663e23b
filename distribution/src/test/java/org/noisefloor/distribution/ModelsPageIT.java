package org.noisefloor.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.ModelBackend;
import org.noisefloor.api.backend.TokenBatch;
import org.noisefloor.api.backend.Trace;
import org.noisefloor.core.config.Backends;
import org.noisefloor.core.config.Chosen;
import org.noisefloor.core.plugins.Catalogue;
import org.noisefloor.core.plugins.HostContext;

/**
 * The tables of {@code docs/models.md} say what runs: every model of the backends' tests is opened by the shipped backends, cut at all of
 * its sites, and run. With {@code -Dnoisefloor.write=true} the tables are written instead of compared.
 */
class ModelsPageIT {
    private static final Path PAGE = Distribution.repository().resolve("docs/models.md");
    private static final String BEGIN = "<!-- made by ModelsPageIT: from here -->\n";
    private static final String END = "<!-- made by ModelsPageIT: to here -->";

    /** In the order in which the data flows; a kind that is not here gets a column at the end. */
    private static final List<String> KINDS = List.of(
            "hook_embed",
            "hook_resid_pre",
            "ln1.hook_normalized",
            "attn.hook_q",
            "attn.hook_k",
            "attn.hook_v",
            "attn.hook_z",
            "hook_attn_out",
            "hook_resid_mid",
            "hook_mlp_in",
            "ln2.hook_normalized",
            "mlp.hook_in",
            "mlp.hook_pre",
            "mlp.hook_post",
            "hook_mlp_out",
            "hook_resid_post");

    private static final Pattern BLOCK = Pattern.compile("blocks\\.\\d+\\.");
    private static final int TOKENS = 6;

    /** What one backend makes of one family: by kind of site, in how many of the blocks it is ({@code ●} for all). */
    private record Row(String family, String backend, Map<String, String> sites) {}

    @Test
    void theTablesSayWhatRuns() throws IOException {
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        int end = page.indexOf(END);
        String made = tables();
        if (Boolean.getBoolean("noisefloor.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + made + page.substring(end));
        } else {
            assertThat(made)
                    .as("docs/models.md is made anew with -Dnoisefloor.write=true, as it says itself")
                    .isEqualTo(page.substring(begin, end));
        }
    }

    private static String tables() throws IOException {
        Catalogue catalogue =
                Catalogue.load(Path.of(System.getProperty("noisefloor.distribution"), "plugins"), List.of());
        Map<Row, List<String>> rows = new LinkedHashMap<>();
        for (String backend : List.of("djl", "onnx")) {
            for (Path folder : folders("backend-" + backend)) {
                Chosen<ModelBackend<?>> chosen = Backends.choose(catalogue, Optional.of(backend), folder, "--backend");
                if (chosen.provider().recognises(folder).isPresent()) {
                    rows.computeIfAbsent(row(folder, chosen, chosen.provider()), row -> new ArrayList<>())
                            .add(folder.getFileName().toString());
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(8);
        Set<String> kinds = new LinkedHashSet<>(KINDS);
        rows.keySet().forEach(row -> kinds.addAll(row.sites().keySet()));
        StringBuilder text = new StringBuilder();
        for (String backend : List.of("djl", "onnx")) {
            text.append("\n### ").append(backend).append("\n\n");
            text.append("| family | folders of the tests |");
            kinds.forEach(
                    kind -> text.append(' ').append(kind.replace("hook_", "")).append(" |"));
            text.append("\n|---|---|").append("---|".repeat(kinds.size())).append('\n');
            rows.entrySet().stream()
                    .filter(row -> row.getKey().backend().equals(backend))
                    .sorted(Comparator.comparing(row -> row.getKey().family()))
                    .forEach(row -> text.append(line(row.getKey(), row.getValue(), kinds)));
        }
        return text.append('\n').toString();
    }

    private static String line(Row row, List<String> folders, Set<String> kinds) {
        return "| `" + row.family() + "` | " + String.join(", ", folders) + " | "
                + kinds.stream().map(kind -> row.sites().getOrDefault(kind, "")).collect(Collectors.joining(" | "))
                + " |\n";
    }

    private static List<Path> folders(String module) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String kind : List.of("models", "families", "downloaded")) {
            Path place = Distribution.repository().resolve(module).resolve("src/test/resources/" + kind);
            if (Files.isDirectory(place)) {
                try (Stream<Path> all = Files.list(place)) {
                    all.filter(Files::isDirectory).sorted().forEach(folders::add);
                }
            }
        }
        return folders;
    }

    private static <O extends Record> Row row(Path folder, Chosen<ModelBackend<?>> chosen, ModelBackend<O> backend)
            throws IOException {
        HostContext context =
                new HostContext(backend.id(), 1, Path.of("target/cache").toAbsolutePath());
        try (LanguageModel model = backend.open(folder, backend.options().cast(chosen.options()), context)) {
            List<Site> sites = model.sites();
            run(folder, model, sites);
            return new Row(model.info().architecture(), backend.id(), kinds(sites));
        }
    }

    /** Some tokens through the model, cut at all of its sites: what is said to be there has numbers in it. */
    private static void run(Path folder, LanguageModel model, List<Site> sites) {
        OptionalInt context = model.info().context();
        int length = Math.min(TOKENS, context.orElse(TOKENS));
        try (CutModel cut = cut(model, sites, length, context)) {
            int[] tokens = IntStream.rangeClosed(1, cut.shape().length()).toArray();
            Trace trace = cut.run(TokenBatch.of(cut.shape(), List.of(tokens)));
            assertThat(finite(trace.logits())).as("%s: logits", folder).isTrue();
            for (Site site : sites) {
                FloatBuffer activation = trace.activation(site);
                assertThat(activation.remaining())
                        .as("%s: %s", folder, site)
                        .isEqualTo(cut.shape().length() * site.width());
                assertThat(finite(activation)).as("%s: %s", folder, site).isTrue();
            }
        }
    }

    /** An export of a fixed length takes no other. */
    private static CutModel cut(LanguageModel model, List<Site> sites, int length, OptionalInt context) {
        try {
            return model.cutAt(sites, BatchShape.of(1, length));
        } catch (UserError fixed) {
            return model.cutAt(sites, BatchShape.of(1, context.orElseThrow(() -> fixed)));
        }
    }

    private static boolean finite(FloatBuffer numbers) {
        return IntStream.range(numbers.position(), numbers.limit()).allMatch(i -> Float.isFinite(numbers.get(i)));
    }

    private static Map<String, String> kinds(List<Site> sites) {
        int blocks = (int) sites.stream()
                .filter(site -> site.name().endsWith(".hook_resid_post"))
                .count();
        Map<String, Integer> counts = new TreeMap<>();
        sites.forEach(site -> counts.merge(BLOCK.matcher(site.name()).replaceFirst(""), 1, Integer::sum));
        Map<String, String> cells = new TreeMap<>();
        counts.forEach((kind, count) ->
                cells.put(kind, count == blocks || kind.equals("hook_embed") ? "●" : count + " of " + blocks));
        return cells;
    }
}
