package org.noisefloor.core.plugins;

import java.nio.file.Path;
import java.util.function.IntFunction;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.RunContext;
import org.noisefloor.api.Site;

/**
 * What the host tells a plugin of an entry of the config at a site of the run.
 *
 * @param texts a token as text; may be asked from several threads
 */
public record HostRunContext(
        HostContext host, ModelInfo model, Site site, BatchShape shape, int vocabulary, IntFunction<String> texts)
        implements RunContext {

    /** The same for another entry. */
    public HostRunContext named(String entry) {
        return new HostRunContext(host.named(entry), model, site, shape, vocabulary, texts);
    }

    /** The same at another site. */
    public HostRunContext at(Site other) {
        return new HostRunContext(host, model, other, shape, vocabulary, texts);
    }

    /** The same with batches of another shape. */
    public HostRunContext shaped(BatchShape other) {
        return new HostRunContext(host, model, site, other, vocabulary, texts);
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public int threads() {
        return host.threads();
    }

    @Override
    public Path cache() {
        return host.cache();
    }

    @Override
    public String hostVersion() {
        return host.hostVersion();
    }

    /** With the host's context class loader: a tokenizer may be opened by the first question. */
    @Override
    public String text(int token) {
        return Guard.outside(() -> texts.apply(token));
    }
}
