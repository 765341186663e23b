package org.noisefloor.backend.djl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;

/**
 * The sites of a model, by their TransformerLens names and by the names of its modules in transformers: {@code NAME} is what a
 * module returns, {@code NAME.input} what it is given. Three have no module: {@code BLOCK.middle} is the stream between attention
 * and MLP, {@code NORM.normalized} what a norm makes before it applies its weight, and {@code .q}, {@code .k} and {@code .v} are parts of
 * what one projection returns.
 */
final class SiteTable {
    private final String where;
    private final Map<String, Site> named = new LinkedHashMap<>();
    private final Map<String, Point> points = new LinkedHashMap<>();

    SiteTable(String where, Architecture model) {
        this.where = where;
        Family.Modules names = model.family().modules();
        int width = model.width();
        String stream = names.embeddingSum() != null
                ? names.embeddingSum()
                : names.embeddingNorm() != null ? names.embeddingNorm() : names.embedding();
        if (!model.embeddingIsTheStream()) {
            points.put(names.embedding(), new Point(0, Stage.EMBED));
        }
        String embedding = names.embeddingNorm() == null ? names.embedding() : names.embeddingNorm();
        named.put(Stage.EMBED.hook(), Site.of(Stage.EMBED.hook(), embedding, model.embeddingWidth()));
        for (int layer = 0; layer < model.layers(); layer++) {
            String block = names.block(layer);
            add(layer, Stage.RESID_PRE, stream, width);
            addAttention(layer, block + "." + names.attention(), model);
            if (!model.family().parallel()) {
                add(layer, Stage.RESID_MID, block + ".middle", width);
            }
            addMlp(layer, model);
            String name = "blocks." + layer + ".hook_resid_post";
            named.put(name, Site.of(name, block, width));
            stream = block;
        }
        points.put(stream, new Point(model.layers(), Stage.RESID_PRE));
    }

    private void addAttention(int layer, String attention, Architecture model) {
        Family.Modules names = model.family().modules();
        String block = names.block(layer);
        int queries = model.heads() * model.headDim();
        int keys = model.keyValueHeads() * model.headDim();
        if (names.attentionNorm() != null) {
            add(layer, Stage.ATTN_NORMALIZED, block + "." + names.attentionNorm() + ".normalized", model.width());
        }
        add(layer, Stage.Q, projected(attention, names.qkv(), 0), queries);
        add(layer, Stage.K, projected(attention, names.qkv(), 1), keys);
        add(layer, Stage.V, projected(attention, names.qkv(), 2), keys);
        add(layer, Stage.Z, attention + "." + names.output() + ".input", queries);
        add(layer, Stage.ATTN_OUT, output(attention, block, names.attentionPostNorm()), model.width());
    }

    private void addMlp(int layer, Architecture model) {
        Family.Modules names = model.family().modules();
        String block = names.block(layer);
        String first = names.inMlp(
                block,
                names.gateUp() != null ? names.gateUp() + ".gate" : names.gate() != null ? names.gate() : names.up());
        String mlp = names.mlp() == null ? names.inMlp(block, names.up()) : block + "." + names.mlp();
        if (names.mlpNorm() != null) {
            String norm = block + "." + names.mlpNorm();
            add(layer, Stage.MLP_IN, norm + ".input", model.width());
            add(layer, Stage.MLP_NORMALIZED, norm + ".normalized", model.width());
        } else if (!model.family().parallel()) {
            add(layer, Stage.MLP_IN, mlp + ".read", model.width());
        }
        add(layer, Stage.MLP_READS, mlp + ".input", model.width());
        if (!model.hasExperts(layer)) {
            add(layer, Stage.MLP_PRE, first, model.hidden());
            add(layer, Stage.MLP_POST, names.inMlp(block, names.down()) + ".input", model.hidden());
        }
        String out = names.mlp() == null ? names.inMlp(block, names.down()) : mlp;
        add(layer, Stage.MLP_OUT, output(out, block, names.mlpPostNorm()), model.width());
    }

    /** One of three projections, or a part of the one that makes all three. */
    private static String projected(String attention, List<String> modules, int which) {
        return modules.size() == 1
                ? attention + "." + modules.get(0) + "." + "qkv".charAt(which)
                : attention + "." + modules.get(which);
    }

    private static String output(String module, String block, @Nullable String postNorm) {
        return postNorm == null ? module : block + "." + postNorm;
    }

    private void add(int layer, Stage stage, String tensor, int width) {
        String name = "blocks." + layer + "." + stage.hook();
        named.put(name, Site.of(name, tensor, width));
        points.put(tensor, new Point(layer, stage));
    }

    List<Site> sites() {
        return List.copyOf(named.values());
    }

    /** @throws UserError if there is none of this name */
    Site find(String name) {
        Site site = named.get(name);
        if (site != null) {
            return site;
        }
        return named.values().stream()
                .filter(same -> same.tensor().equals(name))
                .findFirst()
                .map(same -> Site.of(name, name, same.width()))
                .orElseThrow(() -> unknown(name));
    }

    private UserError unknown(String name) {
        List<String> valid = new ArrayList<>(named.keySet());
        if (UserError.nearest(name, valid).isEmpty()
                && UserError.nearest(name, points.keySet()).isPresent()) {
            valid = new ArrayList<>(points.keySet());
        }
        return UserError.unknown(where, "site", name, valid);
    }

    /** Where a site stands. */
    Point point(Site site) {
        Point point = points.get(site.tensor());
        if (point == null) {
            throw new IllegalArgumentException(site + " is not a site of this model");
        }
        return point;
    }
}
