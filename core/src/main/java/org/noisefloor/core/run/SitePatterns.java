package org.noisefloor.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.noisefloor.api.LanguageModel;
import org.noisefloor.api.Site;
import org.noisefloor.api.UserError;
import org.noisefloor.core.config.Plan.Written;

/** Finds the sites that a config names, with {@code *} for any run of characters. */
final class SitePatterns {
    private SitePatterns() {}

    /** All problems at once; each site once, in the order of the config and, within a pattern, of the model. */
    static List<Site> resolve(List<Written> written, LanguageModel model) {
        Map<String, Site> found = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (Written each : written) {
            if (each.text().contains("*")) {
                Pattern pattern = Pattern.compile(Pattern.quote(each.text()).replace("*", "\\E.*\\Q"));
                List<Site> matches = model.sites().stream()
                        .filter(site -> pattern.matcher(site.name()).matches())
                        .toList();
                matches.forEach(site -> found.putIfAbsent(site.name(), site));
                if (matches.isEmpty()) {
                    problems.add(each.place() + ": no site of the model matches '" + each.text()
                            + "'; 'noisefloor sites MODEL' lists them");
                }
                continue;
            }
            try {
                found.putIfAbsent(each.text(), model.site(each.text()));
            } catch (UserError unknown) {
                problems.add(each.place() + ": " + unknown.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            throw new UserError(String.join("\n", problems));
        }
        return List.copyOf(found.values());
    }
}
