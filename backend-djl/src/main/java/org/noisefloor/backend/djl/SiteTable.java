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
 * module returns, {@code NAME.input} what it is given.
 */
final class SiteTable {
    private final String where;
    private final Map<String, Site> named = new LinkedHashMap<>();
    private final Map<String, Point> points = new LinkedHashMap<>();

    SiteTable(String where, Architecture model) {
        this.where = where;
        Family.Modules names = model.family().modules();
        int width = model.width();
        String stream = names.embeddingSum() == null ? names.embedding() : names.embeddingSum();
        if (!stream.equals(names.embedding())) {
            points.put(names.embedding(), new Point(0, Stage.EMBED));
        }
        named.put(Stage.EMBED.hook(), Site.of(Stage.EMBED.hook(), names.embedding(), width));
        for (int layer = 0; layer < model.layers(); layer++) {
            String block = names.block(layer);
            String attention = block + "." + names.attention();
            String mlp = block + "." + names.mlp();
            add(layer, Stage.RESID_PRE, stream, width);
            add(layer, Stage.Z, attention + "." + names.output() + ".input", model.heads() * model.headDim());
            add(layer, Stage.ATTN_OUT, output(attention, block, names.attentionPostNorm()), width);
            if (!model.parallel()) {
                add(layer, Stage.RESID_MID, block + "." + names.mlpNorm() + ".input", width);
            }
            add(layer, Stage.MLP_POST, mlp + "." + names.down() + ".input", model.hidden());
            add(layer, Stage.MLP_OUT, output(mlp, block, names.mlpPostNorm()), width);
            String name = "blocks." + layer + ".hook_resid_post";
            named.put(name, Site.of(name, block, width));
            stream = block;
        }
        points.put(stream, new Point(model.layers(), Stage.RESID_PRE));
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
