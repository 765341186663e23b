package org.example.elman;

import java.util.List;
import java.util.Map;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.CutModel;
import org.noisefloor.api.backend.LanguageModel;

/** An opened network with two sites: what goes into the recurrence, and what comes out of it. */
final class ElmanModel implements LanguageModel {
    private final Elman network;
    private final List<Site> sites;
    private boolean closed;

    ElmanModel(Elman network) {
        this.network = network;
        this.sites = List.of(
                Site.of("hook_embed", "embedding", network.width),
                Site.of("blocks.0.hook_resid_post", "state", network.width));
    }

    @Override
    public ModelInfo info() {
        return ModelInfo.of("elman", network.vocabulary)
                .digests(Map.of("model", network.digest))
                .build();
    }

    @Override
    public List<Site> sites() {
        return sites;
    }

    @Override
    public Site site(String name) {
        return sites.stream()
                .filter(site -> site.name().equals(name) || site.tensor().equals(name))
                .findFirst()
                .orElseThrow(() -> UserError.unknown(
                        "the model", "site", name, sites.stream().map(Site::name).toList()));
    }

    @Override
    public CutModel cutAt(List<Site> at, BatchShape shape) {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        return new ElmanCut(network, sites, List.copyOf(at), shape);
    }

    @Override
    public void close() {
        closed = true;
    }
}
