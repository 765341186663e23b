package org.noisefloor.core.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;

/**
 * The text of a first config.
 *
 * @param folder where it will lie: paths are written from there
 * @param corpus the text; empty to leave a name for it
 */
record FirstConfig(
        Path folder, Path model, String backend, Optional<Path> corpus, LanguageModel opened, List<Sae> saes) {
    /** The schema's file, beside the config. */
    static final String SCHEMA = "noisefloor.schema.json";

    private static final int LENGTH = 128;

    /** @param reads the site that its files name, or words where they name none */
    record Sae(Path path, String reads) {}

    String text() {
        int length = Math.min(LENGTH, opened.info().context().orElse(LENGTH));
        List<String> sites = sites();
        List<String> lines = new ArrayList<>(List.of(
                "# yaml-language-server: $schema=" + SCHEMA,
                "# What a change inside this model costs, beside noise of the same size. Paths are relative to this file;",
                "# 'noisefloor check FILE' tells every mistake and what a run would do, docs/config.md explains every key.",
                "model:",
                "  backend: " + backend,
                "  path: " + from(model),
                "corpus:",
                "  path: " + corpus.map(this::from).orElse("text.jsonl")
                        + (corpus.isPresent()
                                ? ""
                                : "                  # put your text here: .jsonl with a 'text' a line, or .txt"),
                "  # document_key: id                  # .jsonl: the key that lines of one document share; without it, each line is one",
                "  # separator: '***'                  # .txt: the line between documents; without it, a file is one",
                "  sequences: 64                       # scored; more make intervals narrower",
                "  length: " + length + "                         # tokens in each"
                        + opened.info().context().stream()
                                .mapToObj(most -> ", at most " + most + " for this model")
                                .collect(Collectors.joining()),
                "  calibration: { sequences: 24 }      # for means and floors; never scored"));
        opened.info()
                .tokenizer()
                .ifPresentOrElse(
                        file -> lines.add("  # tokens are those of " + from(file)),
                        () -> lines.add(
                                "  # tokenizer: tokenizer.json         # this model has none beside it; a text needs one, token ids do not"));
        lines.add("sites: [ " + sites.stream().map(FirstConfig::quoted).collect(Collectors.joining(", "))
                + " ]   # 'noisefloor sites' lists all of them");
        lines.addAll(interventions(sites));
        lines.addAll(List.of(
                "baselines:", "  - zero                              # ablations, for loss recovered", "  - mean"));
        if (!saes.isEmpty()) {
            lines.addAll(List.of(
                    "  # noise as large as the SAE's error, position by position; the verdict turns with its directions:",
                    "  - { type: eps_random, draws: 8 }      # any",
                    "  - { type: error_shuffled, draws: 8 }  # those of other positions' errors",
                    "  - { type: cov_random, draws: 8 }      # those that activations use",
                    "floors: [ eps_random, error_shuffled, cov_random ]"));
        }
        lines.addAll(List.of("metrics: [ kl, loss ]", "reports: [ html ]", ""));
        return String.join("\n", lines);
    }

    /** Those that the SAEs name; without any, the residual stream after the block in the middle. */
    private List<String> sites() {
        Set<String> named = new LinkedHashSet<>();
        List<String> known = opened.sites().stream().map(Site::name).toList();
        saes.stream().map(Sae::reads).filter(known::contains).forEach(named::add);
        if (!named.isEmpty()) {
            return List.copyOf(named);
        }
        List<String> residual = known.stream()
                .filter(name -> name.matches("blocks\\.\\d+\\.hook_resid_post"))
                .toList();
        List<String> candidates = residual.isEmpty() ? known : residual;
        return List.of(candidates.get(candidates.size() / 2));
    }

    private List<String> interventions(List<String> sites) {
        if (saes.isEmpty()) {
            return List.of(
                    "# interventions:                      # what is put in an activation's place, for instance",
                    "#   - { type: sae, path: path/to/sae }");
        }
        List<String> lines = new ArrayList<>(List.of("interventions:"));
        if (sites.size() == 1) {
            for (int s = 0; s < saes.size(); s++) {
                String name = saes.size() == 1 ? "" : ", name: sae_" + (s + 1);
                lines.add(
                        "  - { type: sae" + name + ", path: " + from(saes.get(s).path()) + " }");
            }
            return lines;
        }
        Set<String> patterns = saes.stream()
                .map(sae -> from(sae.path()).replace(sae.reads(), "{site}"))
                .collect(Collectors.toSet());
        if (patterns.size() != 1) {
            throw new UserError("init: these SAEs belong to " + String.join(", ", sites)
                    + " and their paths do not differ in that name alone; expected SAEs of one site, or one folder with a"
                    + " folder for each site, so write a config for each site");
        }
        lines.add("  - { type: sae, path: " + patterns.iterator().next() + " }");
        return lines;
    }

    private String from(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        boolean near = folder.getRoot() != null && folder.getRoot().equals(absolute.getRoot());
        return quoted((near ? folder.normalize().relativize(absolute) : absolute).toString());
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
