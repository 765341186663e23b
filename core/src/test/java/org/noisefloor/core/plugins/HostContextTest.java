package org.noisefloor.core.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;

/** What a plugin is told of its entry. */
class HostContextTest {

    @Test
    void namesTheEntryTheThreadsTheCacheAndTheHost() {
        HostContext context = Contexts.HOST.named("far");
        assertThat(context.name()).isEqualTo("far");
        assertThat(context.threads()).isEqualTo(1);
        assertThat(context.cache()).isEqualTo(Path.of("cache"));
        assertThat(context.hostVersion()).isEqualTo(Host.version());
    }

    @Test
    void aRunsContextIsThatOfItsEntryAtItsSite() {
        Site other = Site.of("other", "tensor", 2);
        HostRunContext context = Contexts.RUN.named("far").at(other);
        assertThat(context.name()).isEqualTo("far");
        assertThat(context.site()).isEqualTo(other);
        assertThat(context.shape()).isEqualTo(BatchShape.of(1, 1));
        assertThat(context.vocabulary()).isEqualTo(7);
        assertThat(context.text(3)).isEqualTo("<3>");
        assertThat(context.hostVersion()).isEqualTo(Host.version());
        assertThat(Contexts.RUN.name()).as("the one that it was made of").isEqualTo("x");
    }

    @Test
    void aTokensTextIsLookedUpUnderTheHostsContextClassLoader() {
        List<ClassLoader> seen = new ArrayList<>();
        HostRunContext context = new HostRunContext(
                Contexts.HOST, ModelInfo.of("toy", 7).build(), Contexts.SITE, BatchShape.of(1, 1), 7, token -> {
                    seen.add(Thread.currentThread().getContextClassLoader());
                    return "a";
                });
        ClassLoader plugins = new URLClassLoader("plugin:x", new URL[0], null);
        Guard.inside(plugins, () -> context.text(3));
        assertThat(seen).containsExactly(Host.class.getClassLoader());
    }
}
