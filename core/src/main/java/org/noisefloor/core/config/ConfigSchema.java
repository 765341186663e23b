package org.noisefloor.core.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.noisefloor.api.Provider;
import org.noisefloor.core.plugins.Catalogue;

/**
 * The JSON Schema of a config, made from the same descriptions that bind it, so that an editor completes and checks what this
 * installation understands.
 */
public final class ConfigSchema {
    private final Catalogue catalogue;
    private final ObjectNode definitions = JsonNodeFactory.instance.objectNode();

    private ConfigSchema(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** JSON Schema, draft 2020-12. */
    public static JsonNode json(Catalogue catalogue) {
        return new ConfigSchema(catalogue).config();
    }

    private ObjectNode config() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "noisefloor config");
        ObjectNode properties = object(schema);
        properties.set(PluginsSection.KEY, plugins());
        properties.set("model", model());
        properties.set("corpus", corpus());
        properties.set("sites", described(words(1), "site names, or patterns with *"));
        properties.set("interventions", interventions());
        properties.set("baselines", list(Kind.INTERVENTION, "what the interventions are compared with"));
        properties.set(
                "metrics",
                list(
                                Kind.METRIC,
                                "measures of distance; without it, "
                                        + String.join(
                                                ", ",
                                                Defaults.of(Plan.Conventions.NOISEFLOOR)
                                                        .metrics()))
                        .put("minItems", 1));
        properties.set("stratify", list(Kind.STRATIFIER, "ways to divide positions into classes"));
        properties.set(
                "floors",
                described(
                        words(0),
                        "names of baselines that count as noise; without it, the random ones that copy an error"));
        ObjectNode floor = properties.putObject(ModelSections.FLOOR);
        described(floor, "what arithmetic alone does, measured with more than the cut of the model");
        object(floor).set(ModelSections.NUMERIC, models(Sections.NumericFloor.class));
        properties.set("reports", list(Kind.REPORT, "further forms of the report"));
        properties.set("gate", described(words(0), "conditions on the result, such as kl.ratio.eps_random.upper < 3"));
        properties.set(
                "until",
                described(section(Sections.Until.class), "end as soon as the interval of a figure is this narrow"));
        properties.set("positions", section(Sections.Positions.class));
        properties.set("run", section(Sections.Run.class));
        options(properties, OptionTable.of(Sections.Top.class));
        require(schema, List.of("model", "corpus", "sites"));
        ArrayNode either = schema.putArray("anyOf");
        require(either.addObject(), List.of("interventions"));
        require(either.addObject(), List.of("baselines"));
        schema.set("$defs", definitions);
        return schema;
    }

    private static ObjectNode plugins() {
        ObjectNode schema = described(JsonNodeFactory.instance.objectNode(), "which plugins this run takes");
        ObjectNode properties = object(schema);
        properties.set("folders", described(words(0), "further plugins folders, from the config's folder"));
        properties.set(
                PluginsSection.PREFER,
                described(texts(), "by the id of a provider, the plugin that it is taken from if several have it"));
        properties.set(
                "versions",
                described(texts(), "by plugin, the version that is wanted: 1.2.0, or >=1.2.0 for those from it on"));
        properties.set(
                "lock",
                described(TypeSchema.node("string"), "a file of digests that the plugins of this run must have"));
        return schema;
    }

    private static ObjectNode texts() {
        ObjectNode schema = TypeSchema.node("object");
        schema.set("additionalProperties", TypeSchema.node("string"));
        return schema;
    }

    /** Providers of interventions, and whole models. */
    private ObjectNode interventions() {
        Map<String, ObjectNode> variants = variants(Kind.INTERVENTION);
        ObjectNode type = JsonNodeFactory.instance.objectNode();
        type.put("const", Plan.OtherModel.TYPE).put("description", "a whole model, compared with the original");
        variants.put(
                Plan.OtherModel.TYPE,
                byProvider(Kind.BACKEND, ModelSections.BACKEND, Sections.OtherModel.class, properties -> {
                    properties.set(Choices.TYPE, type);
                    name(properties, Choices.Naming.ANY);
                }));
        ObjectNode schema = described(TypeSchema.node("array"), "what is put in an activation's place");
        schema.set("items", wordOr(bare(Kind.INTERVENTION), byWord(Choices.TYPE, variants)));
        return schema;
    }

    private ObjectNode model() {
        return pathOr(models(Sections.Model.class));
    }

    private ObjectNode models(Class<? extends Record> hostKeys) {
        return byProvider(Kind.BACKEND, ModelSections.BACKEND, hostKeys, properties -> {});
    }

    private ObjectNode corpus() {
        ObjectNode calibration = section(Sections.Calibration.class);
        return pathOr(byProvider(
                Kind.READER,
                CorpusSection.READER,
                Sections.Corpus.class,
                properties -> properties.set(CorpusSection.CALIBRATION, calibration)));
    }

    /**
     * A section in which the options of a provider stand beside the host's keys. Where it does not say whose they are, the path
     * decides, so those of any provider may stand there.
     *
     * @param idKey the key that names the provider
     * @param others adds further keys of the host
     */
    private <P extends Provider<?>> ObjectNode byProvider(
            Kind<P> kind, String idKey, Class<? extends Record> hostKeys, Consumer<ObjectNode> others) {
        ObjectNode schema = TypeSchema.node("object");
        ArrayNode cases = schema.putArray("allOf");
        ObjectNode any = JsonNodeFactory.instance.objectNode();
        ObjectNode ofAny = object(any);
        List<String> ids = new ArrayList<>();
        for (P provider : catalogue.all(kind.type())) {
            ids.add(provider.id());
            options(ofAny, OptionTable.of(provider.options()));
            ObjectNode variant = cases.addObject();
            variant.set("if", says(idKey, List.of(provider.id())));
            ObjectNode then = variant.putObject("then").put("description", provider.summary());
            ObjectNode properties = object(then);
            List<String> required = options(properties, OptionTable.of(provider.options()));
            required.addAll(options(properties, OptionTable.of(hostKeys)));
            others.accept(properties);
            require(then, required);
        }
        List<String> required = options(ofAny, OptionTable.of(hostKeys));
        others.accept(ofAny);
        ArrayNode words = ofAny.putObject(idKey).putArray("enum");
        ids.forEach(words::add);
        if (kind.equals(Kind.BACKEND)) {
            words.add(ModelSections.AUTO);
        }
        require(any, required);
        ObjectNode unnamed = cases.addObject();
        unnamed.set("if", says(idKey, ids));
        unnamed.put("then", true);
        unnamed.set("else", any);
        return schema;
    }

    /** Whether a key has one of these values. */
    private static ObjectNode says(String key, List<String> words) {
        ObjectNode condition = JsonNodeFactory.instance.objectNode();
        condition.putObject("properties").set(key, TypeSchema.oneOf(words));
        require(condition, List.of(key));
        return condition;
    }

    private static ObjectNode pathOr(ObjectNode section) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.set("if", TypeSchema.node("string"));
        schema.put("then", true);
        schema.set("else", section);
        return schema;
    }

    private <P extends Provider<?>> ObjectNode list(Kind<P> kind, String doc) {
        String name = kind.type().getSimpleName();
        if (!definitions.has(name)) {
            definitions.set(name, wordOr(bare(kind), byWord(Choices.TYPE, variants(kind))));
        }
        ObjectNode schema = described(TypeSchema.node("array"), doc);
        schema.putObject("items").put("$ref", "#/$defs/" + name);
        return schema;
    }

    /** The ids that may stand alone, since their providers need no options. */
    private <P extends Provider<?>> List<String> bare(Kind<P> kind) {
        return catalogue.all(kind.type()).stream()
                .filter(provider -> OptionTable.of(provider.options()).slots().stream()
                        .allMatch(slot -> slot.fallback().isPresent()))
                .map(Provider::id)
                .toList();
    }

    /** What a mapping with {@code type} may hold, by its id. */
    private <P extends Provider<?>> Map<String, ObjectNode> variants(Kind<P> kind) {
        Map<String, ObjectNode> variants = new LinkedHashMap<>();
        for (P provider : catalogue.all(kind.type())) {
            ObjectNode variant = JsonNodeFactory.instance.objectNode().put("description", provider.summary());
            ObjectNode properties = object(variant);
            properties.putObject(Choices.TYPE).put("const", provider.id()).put("description", provider.summary());
            name(properties, Choices.Naming.of(kind));
            require(variant, options(properties, OptionTable.of(provider.options())));
            variants.put(provider.id(), variant);
        }
        return variants;
    }

    /** One {@code if} and {@code then} for each word, so that what is wrong is told of the one that is meant, by its key. */
    private static ObjectNode byWord(String key, Map<String, ObjectNode> variants) {
        ObjectNode schema = TypeSchema.node("object");
        schema.putObject("properties").set(key, TypeSchema.oneOf(variants.keySet()));
        require(schema, List.of(key));
        ArrayNode cases = schema.putArray("allOf");
        variants.forEach((word, variant) -> {
            ObjectNode each = cases.addObject();
            each.set("if", says(key, List.of(word)));
            each.set("then", variant);
        });
        return schema;
    }

    private static ObjectNode wordOr(List<String> words, ObjectNode otherwise) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.set("if", TypeSchema.node("string"));
        schema.set("then", TypeSchema.oneOf(words));
        schema.set("else", otherwise);
        return schema;
    }

    private static void name(ObjectNode properties, Choices.Naming naming) {
        properties.putObject(Choices.NAME).put("type", "string").put("pattern", naming.pattern());
    }

    private static <R extends Record> ObjectNode section(Class<R> type) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        List<String> required = options(object(schema), OptionTable.of(type));
        require(schema, required);
        return schema;
    }

    /** Makes a schema one of an object without other keys than those added to what is returned. */
    private static ObjectNode object(ObjectNode schema) {
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        return schema.putObject("properties");
    }

    /** @return the keys that must be given, as a list that may grow */
    private static List<String> options(ObjectNode properties, OptionTable<?> table) {
        List<String> required = new ArrayList<>();
        for (OptionTable.Slot slot : table.slots()) {
            String fallback = slot.fallback().orElse("");
            String doc = slot.option().doc() + (fallback.isEmpty() ? "" : " (default " + fallback + ")");
            properties.set(slot.key(), described(TypeSchema.of(slot.type()), doc));
            if (slot.fallback().isEmpty()) {
                required.add(slot.key());
            }
        }
        return required;
    }

    private static ObjectNode words(int atLeast) {
        ObjectNode schema = TypeSchema.node("array").put("minItems", atLeast);
        schema.putObject("items").put("type", "string");
        return schema;
    }

    private static ObjectNode described(ObjectNode schema, String doc) {
        return schema.put("description", doc);
    }

    private static void require(ObjectNode schema, List<String> keys) {
        if (!keys.isEmpty()) {
            keys.forEach(schema.putArray("required")::add);
        }
    }
}
