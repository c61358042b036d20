/**
 * The step compiler. {@link dev.cortado.tensor.compile.Recording} records what a computation does,
 * {@link dev.cortado.tensor.compile.Planner} finds out what is needed and where each result lies,
 * {@link dev.cortado.tensor.compile.FusionPass} joins operations into one pass over memory, and a
 * {@link dev.cortado.tensor.compile.Program} runs the rest again and again. Internal: users meet it
 * as {@code TrainingStep} and {@code CompiledModel}.
 */
@NullMarked
package dev.cortado.tensor.compile;

import org.jspecify.annotations.NullMarked;
