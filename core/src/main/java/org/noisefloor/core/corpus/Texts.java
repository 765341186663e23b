package org.noisefloor.core.corpus;

/** The bound on one document: a tokenizer needs a text whole, and many times its size in memory. */
final class Texts {
    static final int LARGEST_BYTES = 8 << 20;
    static final String LARGEST = "8 MiB";

    private Texts() {}
}
