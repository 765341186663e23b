package org.noisefloor.core.plugins;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who gets an id that several plugins claim: the plugin that the config prefers; else the project's own, so that a stranger's jar takes
 * nothing away; else nobody, since any rank among strangers would make a figure depend on the name of a file.
 */
final class Claims {
    private Claims() {}

    /**
     * The same providers, those out of use that another one has the id of.
     *
     * @param preferred the id of a plugin by that of a provider
     */
    static List<ProviderEntry> settled(List<ProviderEntry> loaded, Map<String, String> preferred) {
        Map<List<Object>, List<ProviderEntry>> alike = loaded.stream().collect(Collectors.groupingBy(Claims::claimed));
        return loaded.stream()
                .map(each -> {
                    List<ProviderEntry> rivals = rivals(each, alike.getOrDefault(claimed(each), List.of()));
                    return rivals.isEmpty()
                                    || winner(each, rivals, preferred)
                                            .filter(each::equals)
                                            .isPresent()
                            ? each
                            : each.unused(why(each, rivals, preferred));
                })
                .toList();
    }

    /** What is said of one that is taken, though others have its id and no config prefers it. */
    static Optional<String> choice(ProviderEntry taken, List<ProviderEntry> loaded, Map<String, String> preferred) {
        List<ProviderEntry> rivals = rivals(taken, loaded);
        String id = taken.entry().id();
        return rivals.isEmpty() || preferred.containsKey(id)
                ? Optional.empty()
                : Optional.of(what(taken) + " is " + places(rivals.stream()) + " as well; taken is that of "
                        + taken.entry().file() + ", and " + prefer(id, rivals.get(0)) + " takes the other");
    }

    @SuppressWarnings("ReferenceEquality") // two equal findings are a clash, one finding is none
    private static List<ProviderEntry> rivals(ProviderEntry each, List<ProviderEntry> loaded) {
        return loaded.stream()
                .filter(other -> other != each
                        && each.provider().isPresent()
                        && other.provider().isPresent()
                        && claimed(other).equals(claimed(each)))
                .toList();
    }

    private static Optional<ProviderEntry> winner(
            ProviderEntry each, List<ProviderEntry> rivals, Map<String, String> preferred) {
        List<ProviderEntry> all =
                Stream.concat(Stream.of(each), rivals.stream()).toList();
        Optional<ProviderEntry> wanted = one(all.stream()
                .filter(claim -> claim.entry()
                        .plugin()
                        .equals(preferred.get(claim.entry().id()))));
        return wanted.isPresent() ? wanted : one(all.stream().filter(Claims::isOurs));
    }

    private static Optional<ProviderEntry> one(Stream<ProviderEntry> claims) {
        List<ProviderEntry> all = claims.toList();
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    private static boolean isOurs(ProviderEntry claim) {
        return claim.entry().file().equals(ProviderEntry.BUILT_IN)
                || Shipped.pluginOf(claim.kind().orElseThrow(), claim.entry().id())
                        .filter(claim.entry().plugin()::equals)
                        .isPresent();
    }

    private static String why(ProviderEntry each, List<ProviderEntry> rivals, Map<String, String> preferred) {
        Optional<ProviderEntry> winner = winner(each, rivals, preferred);
        if (winner.isPresent()) {
            return what(each) + " is " + places(winner.stream()) + " as well, which is taken; "
                    + prefer(each.entry().id(), each) + " in a config takes this one";
        }
        String elsewhere =
                places(rivals.stream().filter(other -> !other.plugin().equals(each.plugin())));
        return elsewhere.isEmpty()
                ? "it provides " + what(each) + " more than once, so none of them is used"
                : what(each) + " is " + elsewhere + " as well; none of them is used unless a config says which: "
                        + prefer(each.entry().id(), each);
    }

    private static List<Object> claimed(ProviderEntry each) {
        return List.of(each.kind(), each.entry().id());
    }

    private static String what(ProviderEntry each) {
        return "the " + each.kind().orElseThrow().words() + " '" + each.entry().id() + "'";
    }

    private static String places(Stream<ProviderEntry> claims) {
        return claims.map(claim -> claim.entry().file().equals(ProviderEntry.BUILT_IN)
                        ? "built in"
                        : "in " + claim.entry().file())
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private static String prefer(String id, ProviderEntry claim) {
        return "plugins: { prefer: { " + id + ": " + claim.entry().plugin() + " } }";
    }
}
