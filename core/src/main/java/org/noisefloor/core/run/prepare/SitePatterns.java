package org.noisefloor.core.run.prepare;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.api.backend.LanguageModel;
import org.noisefloor.api.backend.SitePlace;
import org.noisefloor.core.config.Mistakes;
import org.noisefloor.core.config.Plan.Written;

/**
 * Finds the sites that a config names, with {@code *} for any run of characters. A pattern means those with a TransformerLens name; where
 * none of them fits, the backend's own names.
 */
final class SitePatterns {
    private SitePatterns() {}

    /** All problems at once; each site once, in the order of the config and, within a pattern, of the model. */
    static List<Site> resolve(List<Written> written, LanguageModel model) {
        Map<String, Site> found = new LinkedHashMap<>();
        Mistakes mistakes = new Mistakes();
        for (Written each : written) {
            if (each.text().contains("*")) {
                Pattern pattern = Pattern.compile(Pattern.quote(each.text()).replace("*", "\\E.*\\Q"));
                List<Site> named = matching(pattern, model.sites());
                List<Site> matches = named.isEmpty()
                        ? matching(
                                pattern,
                                model.everySite().stream().map(SitePlace::site).toList())
                        : named;
                matches.forEach(site -> found.putIfAbsent(site.name(), site));
                if (matches.isEmpty()) {
                    mistakes.add(new UserError(each.place() + ": no site of the model matches '" + each.text()
                            + "'; 'noisefloor sites MODEL --all' lists them"));
                }
                continue;
            }
            try {
                found.putIfAbsent(each.text(), model.site(each.text()));
            } catch (UserError unknown) {
                mistakes.add(new UserError(each.place() + ": " + unknown.getMessage(), unknown));
            }
        }
        mistakes.throwIfAny();
        return List.copyOf(found.values());
    }

    private static List<Site> matching(Pattern pattern, List<Site> sites) {
        return sites.stream()
                .filter(site -> pattern.matcher(site.name()).matches())
                .toList();
    }
}
