package org.noisefloor.api.backend;

import org.noisefloor.api.Site;

/**
 * A tensor at which a model can be cut, and where it lies; for a listing.
 *
 * @param site by the name that a config has it by
 * @param element what its numbers are in the model, {@code float16} for instance; they are handed out as float32 all the same
 * @param place in words, {@code block 3, attention}; empty where it is not known
 * @param maker what computes it, as the model's file calls it; empty where it is not known
 */
public record SitePlace(Site site, String element, String place, String maker) {}
