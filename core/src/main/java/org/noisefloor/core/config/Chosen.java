package org.noisefloor.core.config;

import java.util.function.Function;
import org.noisefloor.api.Provider;

/**
 * A provider that the config names, with its options.
 *
 * @param name what it is called in the report: the config's {@code name}, else the provider's id
 * @param binding the options for a site, in which {@code {site}} is replaced by the site's name; the same for every site
 *     where the config does not say {@code {site}}
 * @param place where it stands in the config ({@code demo.yaml:12})
 */
public record Chosen<P extends Provider<?>>(String name, P provider, Function<String, Record> binding, String place) {

    /** The options of something that does not belong to a site. */
    public Record options() {
        return binding.apply("");
    }

    /** The options at a site. */
    public Record optionsAt(String site) {
        return binding.apply(site);
    }
}
