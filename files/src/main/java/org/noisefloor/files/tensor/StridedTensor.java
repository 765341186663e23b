package org.noisefloor.files.tensor;

import java.nio.file.Path;
import java.util.List;
import org.noisefloor.api.UserError;

/**
 * A tensor whose elements lie in some order.
 *
 * @param view where they lie
 * @param refusal why they cannot be read at all, as the end of a sentence; empty if they can, or for their type alone
 */
record StridedTensor(Path file, String name, StridedFile.View view, String refusal) implements StoredTensor {
    /** A tensor that was handed to a file, which must be one of its own. */
    static StridedTensor of(TensorFile file, StoredTensor tensor) {
        if (tensor instanceof StridedTensor own && own.equals(file.tensors().get(own.name()))) {
            return own;
        }
        throw new IllegalArgumentException(tensor.where() + " is not of " + file.path());
    }

    @Override
    public TensorDtype dtype() {
        return view.cells().dtype();
    }

    @Override
    public List<Long> shape() {
        return view.layout().shape();
    }

    @Override
    public long elements() {
        return view.layout().elements();
    }

    @Override
    public String where() {
        return file + ": tensor " + Shown.text(name);
    }

    @Override
    public void checkFloats() {
        if (!refusal.isEmpty()) {
            throw new UserError(where() + refusal);
        }
        StoredTensor.super.checkFloats();
    }
}
