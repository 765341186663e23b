package org.noisefloor.files.tensor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.noisefloor.api.UserError;
import org.noisefloor.files.tensor.PickleObjects.Dict;
import org.noisefloor.files.tensor.PickleObjects.Global;
import org.noisefloor.files.tensor.PickleObjects.Items;
import org.noisefloor.files.tensor.PickleObjects.Tuple;

/** Tensors and plain values of an object of Python, by names: keys of dicts and indices of lists, joined by points. */
final class Named {
    private static final int DEEPEST = 100;
    private static final int MOST_OBJECTS = 1_000_000;
    /** Of the characters of all names; a part may stand in as many places as it likes, and each makes a name of its own. */
    private static final int MOST_CHARACTERS = 1 << 24;

    private final Path file;
    private final Map<String, StridedTensor> tensors = new LinkedHashMap<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private int objects;
    private long characters;

    private Named(Path file) {
        this.file = file;
    }

    /** @throws UserError if two have one name, or the object has more parts than a file of weights has */
    static Named of(Path file, Object root) {
        Named named = new Named(file);
        boolean single = root instanceof TorchObjects.Tensor;
        named.add(single ? List.of(FileKind.stem(file)) : List.of(), root);
        return named;
    }

    Map<String, StridedTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    private void add(List<String> path, Object object) {
        if (++objects > MOST_OBJECTS || path.size() > DEEPEST) {
            throw new UserError(file + ": what it holds is nested too deep or without end, expected a dict of tensors");
        }
        if (object instanceof Dict dict) {
            dict.entries.forEach((key, value) -> add(path, String.valueOf(key), value));
        } else if (object instanceof Items list) {
            addAll(path, list.items);
        } else if (object instanceof Tuple tuple) {
            addAll(path, tuple.items);
        } else if (object instanceof TorchObjects.Tensor tensor) {
            String name = name(path);
            tensors.put(name, new StridedTensor(file, name, tensor.view(), refusal(tensor)));
        } else if (object instanceof Global global
                && TorchTypes.dtype(global.name()).isPresent()) {
            values.put(name(path), global.name());
        } else if (object instanceof Long
                || object instanceof Double
                || object instanceof Boolean
                || object instanceof String) {
            values.put(name(path), object);
        }
        // of None, sets, bytes and other names nothing is kept
    }

    private static String refusal(TorchObjects.Tensor tensor) {
        return tensor.view().cells().dtype() == TensorDtype.OTHER
                ? " is of a type of PyTorch that is not read, expected one of " + TensorDtype.floats()
                : "";
    }

    private void addAll(List<String> path, List<Object> items) {
        for (int i = 0; i < items.size(); i++) {
            add(path, String.valueOf(i), items.get(i));
        }
    }

    private void add(List<String> path, String step, Object object) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        add(longer, object);
    }

    private String name(List<String> path) {
        String name = String.join(".", path);
        characters += name.length();
        if (characters > MOST_CHARACTERS) {
            throw new UserError(file + ": the names of what it holds are too long, expected a dict of tensors");
        }
        if (tensors.containsKey(name) || values.containsKey(name)) {
            throw new UserError(file + ": two things in it have the name " + Shown.text(name));
        }
        return name;
    }
}
