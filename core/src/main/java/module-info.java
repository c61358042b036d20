/**
 * Tensors, differentiation, layers, optimizers, data, metrics, training and its diagnosis. What is
 * not exported here is not meant for users and may change at any time.
 */
@SuppressWarnings("module") // modules above this one are not there yet when it is compiled
module dev.cortado.core {
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.cortado.autograd;
  exports dev.cortado.autograd.check;
  exports dev.cortado.autograd.graph;
  exports dev.cortado.data;
  exports dev.cortado.data.image;
  exports dev.cortado.doctor;
  exports dev.cortado.metric;
  exports dev.cortado.model;
  exports dev.cortado.nn;
  exports dev.cortado.optim;
  exports dev.cortado.optim.lbfgs;
  exports dev.cortado.plot;
  exports dev.cortado.table;
  exports dev.cortado.tensor;
  exports dev.cortado.train;
  exports dev.cortado.train.checkpoint;
  exports dev.cortado.train.progress;
  exports dev.cortado.tree;
  exports dev.cortado.internal to
      dev.cortado.formats,
      dev.cortado.tables;
  exports dev.cortado.tensor.kernel to
      dev.cortado.blas,
      dev.cortado.formats,
      dev.cortado.tables,
      dev.cortado.vector;

  uses dev.cortado.tensor.kernel.KernelProvider;
  uses dev.cortado.tensor.kernel.ProductProvider;
}
