package org.noisefloor.plugin.kl.exact;

/**
 * KL split by the chain rule at one token: KL = at + others.
 *
 * @param at KL between the distributions over {this token, any other}
 * @param others KL among the other tokens given that it is one of them, times the original's probability of that
 */
public record ChainRule(double at, double others) {}
