package org.noisefloor.core.run.prepare;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private static final Pattern BLOCK = Pattern.compile("^blocks\\.(\\d+)\\.");
    private static final String WHERE_THEY_ARE = "'noisefloor sites MODEL --all' lists them";

    private SitePatterns() {}

    /**
     * Each site once, in the order of the config and, within a pattern, of the model.
     *
     * @param mistakes takes what is wrong; what is right is found all the same, so that more can be said of it
     */
    static List<Site> resolve(List<Written> written, LanguageModel model, Mistakes mistakes) {
        Map<String, Site> found = new LinkedHashMap<>();
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
                    mistakes.add(new UserError(each.place() + ": no site of the model matches '" + each.text() + "'"
                            + nearestPattern(each.text(), model) + "; " + WHERE_THEY_ARE));
                }
                continue;
            }
            Optional<String> known = blockOrNumber(each.text(), model);
            if (known.isPresent()) {
                mistakes.add(new UserError(each.place() + ": " + known.get()));
                continue;
            }
            try {
                found.putIfAbsent(each.text(), model.site(each.text()));
            } catch (UserError unknown) {
                mistakes.add(new UserError(each.place() + ": " + unknown.getMessage(), unknown));
            }
        }
        return List.copyOf(found.values());
    }

    private static List<Site> matching(Pattern pattern, List<Site> sites) {
        return sites.stream()
                .filter(site -> pattern.matcher(site.name()).matches())
                .toList();
    }

    private static String nearestPattern(String pattern, LanguageModel model) {
        Set<String> patterns = model.sites().stream()
                .map(site -> site.name().replaceFirst("^blocks\\.\\d+\\.", "blocks.*."))
                .collect(Collectors.toSet());
        return UserError.nearest(pattern, patterns)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("");
    }

    /** Of a site in a block that the model has not, or a number in a name's place: what the model has; empty for any other name. */
    private static Optional<String> blockOrNumber(String name, LanguageModel model) {
        List<String> names = model.sites().stream().map(Site::name).toList();
        OptionalInt last = names.stream()
                .map(BLOCK::matcher)
                .filter(Matcher::find)
                .mapToInt(block -> Integer.parseInt(block.group(1)))
                .max();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Matcher block = BLOCK.matcher(name);
        boolean beyond =
                block.find() && new BigInteger(block.group(1)).compareTo(BigInteger.valueOf(last.getAsInt())) > 0;
        boolean number = name.matches("[0-9]+");
        // every site is asked for last: a backend may have to look through the whole model for that
        if (!(beyond || number)
                || model.everySite().stream()
                        .anyMatch(place -> place.site().name().equals(name))) {
            return Optional.empty();
        }
        if (beyond) {
            return Optional.of("unknown site '" + name + "': the model has the blocks 0 to " + last.getAsInt()
                    + UserError.nearest(block.replaceFirst("blocks." + last.getAsInt() + "."), names)
                            .map(nearest -> "; did you mean '" + nearest + "'?")
                            .orElse("; " + WHERE_THEY_ARE));
        }
        String example = names.stream()
                .filter(each -> each.equals("blocks." + name + ".hook_resid_post"))
                .findFirst()
                .orElse("blocks." + last.getAsInt() + ".hook_resid_post");
        return Optional.of("unknown site '" + name + "': a site is named by its block and what it holds, as '" + example
                + "', and the model has the blocks 0 to " + last.getAsInt() + "; " + WHERE_THEY_ARE);
    }
}
