package org.noisefloor.core.config;

import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.noisefloor.api.Provider;
import org.noisefloor.api.UserError;

/**
 * A provider that the config names, with its options.
 *
 * @param name what it is called in the report: the config's {@code name}, else the provider's id
 * @param binding the options for a site, in which {@code {site}} is replaced by the site's name and {@code {layer}} by the
 *     number of its block; the same for every site where the config says neither
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

    /** What a provider says is wrong, with the place in the config; if a file that the options name is not there, then that. */
    public UserError blamed(UserError refusal, String site) {
        List<String> sentences = missingFile(optionsAt(site)).map(List::of).orElseGet(refusal::sentences);
        return UserError.all(sentences.stream()
                .map(sentence -> new UserError(place + ": " + sentence, refusal))
                .toList());
    }

    /** What a provider makes at a site; what it refuses is {@linkplain #blamed blamed} on its entry. */
    public <T> T blaming(String site, Supplier<T> creating) {
        try {
            return creating.get();
        } catch (UserError refused) {
            throw blamed(refused, site);
        }
    }

    private Optional<String> missingFile(Record options) {
        return OptionTable.paths(provider, options).entrySet().stream()
                .filter(path -> !path.getValue().toString().isEmpty() && !Files.exists(path.getValue()))
                .map(path -> name + "." + path.getKey() + ": " + InputFiles.missing(path.getValue()))
                .findFirst();
    }
}
