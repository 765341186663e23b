/**
 * What the author of a plugin or a backend compiles against, and nothing else: the JDK suffices to use it.
 *
 * <p>A <em>provider</em> ({@link org.noisefloor.api.Provider}) names a thing, declares its options and creates it; the host finds
 * providers with {@link java.util.ServiceLoader}. There is a package for each kind: {@code metric} (measures and ways to divide
 * positions), {@code intervention}, {@code backend}, {@code corpus}, {@code report}. Creating is where files are read and native
 * libraries are loaded, never a constructor or a static initialiser of the provider.
 *
 * <p>Conventions that hold everywhere: divergences in nats; p is the original next-token distribution and q the spliced
 * one; logits and activations are float32 in row-major order, native byte order; sums are float64.
 *
 * <h2>What a plugin may rely on</h2>
 *
 * <ul>
 *   <li><b>Order of calls.</b> {@code options()} is asked once, when the plugin is found. For a run each entry of the config is
 *       created once for each site ({@code create}, {@code open}), on the thread that runs the command, before anything is
 *       computed. Then batches come in the order of the corpus, one at a time: the original, then arm after arm, within an arm
 *       draw after draw. Where calibration is asked for, it comes before the first scored batch. {@code close} comes last, once,
 *       also after a failure.
 *   <li><b>Threads.</b> A model, a cut model and an intervention are used by one thread at a time. A {@link
 *       org.noisefloor.api.metric.Scorer} and a {@link org.noisefloor.api.metric.Classifier} belong to one thread each; several of
 *       them work at once. Formulas of figures may be asked from several threads.
 *   <li><b>How long things hold.</b> Buffers and arrays that the host hands out hold during the call, and those of a {@link
 *       org.noisefloor.api.backend.Trace} until the next run. Contexts, sites and model facts hold as long as what was created
 *       with them.
 *   <li><b>Not to be written:</b> whatever is handed out, except where a method says that it is to be filled.
 *   <li><b>Errors.</b> {@link org.noisefloor.api.UserError} is for what a user can mend, anything else counts as a defect of the
 *       plugin and ends the run with the plugin's name.
 *   <li><b>Growth.</b> What plugins construct comes from factories and builders, and what they implement grows by methods that have
 *       a default: a plugin built for version 2.n runs on 2.m for every m ≥ n.
 * </ul>
 */
@NullMarked
package org.noisefloor.api;

import org.jspecify.annotations.NullMarked;
