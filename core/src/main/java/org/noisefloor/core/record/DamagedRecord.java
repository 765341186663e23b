package org.noisefloor.core.record;

/** Bytes that are no record. The message goes on from "record 3". */
final class DamagedRecord extends Exception {
    private static final long serialVersionUID = 1;

    DamagedRecord(String what) {
        super(what);
    }
}
