package org.noisefloor.core.config;

import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Stream;

/** A plan with some of its parts exchanged. */
public final class ChangedPlan {
    private ChangedPlan() {}

    /** @param parts by the names that {@link Plan} gives them */
    public static Plan of(Plan plan, Map<String, Object> parts) {
        RecordComponent[] components = Plan.class.getRecordComponents();
        Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        int exchanged = 0;
        try {
            for (int i = 0; i < components.length; i++) {
                boolean given = parts.containsKey(components[i].getName());
                exchanged += given ? 1 : 0;
                values[i] = given
                        ? parts.get(components[i].getName())
                        : components[i].getAccessor().invoke(plan);
            }
            if (exchanged != parts.size()) {
                throw new IllegalArgumentException("a plan has not all of " + parts.keySet());
            }
            return Plan.class.getConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a plan cannot be made anew", impossible);
        }
    }

    /** With a gate. */
    public static Plan gated(Plan plan, String... conditions) {
        return of(
                plan,
                Map.of(
                        "gate",
                        Stream.of(conditions)
                                .map(text -> Condition.parse(text, "toy.yaml:5"))
                                .toList()));
    }
}
