package org.noisefloor.plugin.sae.layout;

/** One way in which SAEs are published. */
interface Layout {

    /** What it is called in reports and messages. */
    String name();

    /** Whether what lies there is laid out so, by names of files and tensors alone. */
    boolean recognises(Source source);

    /**
     * Reads it.
     *
     * @throws org.noisefloor.api.UserError if it is damaged, contradicts itself, or asks for what cannot be computed
     */
    Published read(Source source, Hints hints);
}
