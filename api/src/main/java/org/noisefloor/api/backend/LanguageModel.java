package org.noisefloor.api.backend;

import java.util.List;
import org.noisefloor.api.BatchShape;
import org.noisefloor.api.ModelInfo;
import org.noisefloor.api.Site;

/** An opened model. Not thread-safe. */
public interface LanguageModel extends AutoCloseable {

    /** What is known of it; the same at every call. */
    ModelInfo info();

    /** The sites that have a TransformerLens name, in the order in which the data flows. */
    List<Site> sites();

    /**
     * Everything at which the model can be cut, in the order in which the data flows: {@link #sites}, and what else {@link #site} finds by
     * the backend's own names. Reads no weights. Without a definition of its own a backend has no others.
     */
    default List<SitePlace> everySite() {
        return sites().stream().map(SitePlace::of).toList();
    }

    /**
     * Finds a site by its TransformerLens name or by the backend's own tensor name.
     *
     * @throws org.noisefloor.api.UserError if there is none, with the nearest name; or if the tensor is not float32 [batch, sequence,
     *     width]
     */
    Site site(String name);

    /**
     * Cuts the model at the given sites; with none, the whole model as one piece. Sites may come in any order.
     *
     * @param shape the one shape at which every batch will run
     * @throws IllegalStateException if this is closed
     */
    CutModel cutAt(List<Site> sites, BatchShape shape);

    /** Frees what it owns; harmless when it is closed already. Cuts of it are closed before. */
    @Override
    void close();
}
