package dev.cortado.doctor;

import dev.cortado.doctor.Finding.Kind;
import dev.cortado.doctor.Finding.Severity;
import dev.cortado.nn.CompileStatus;
import dev.cortado.train.TrainingStep;
import java.util.stream.Stream;

/** What makes a training slow. */
final class SymptomsOfSpeed {

  private SymptomsOfSpeed() {}

  /** Steps that run operation by operation take several times as long in small networks. */
  record NotCompiled() implements Symptom {
    @Override
    public Stream<Finding> in(Probe probe) {
      var status = TrainingStep.tried(probe.model(), probe.recipe(), probe.batch());
      return status.path() != CompileStatus.Path.EAGER
          ? Stream.empty()
          : Stream.of(
              Finding.of(
                  Kind.NOT_COMPILED,
                  Severity.NOTE,
                  "",
                  Double.NaN,
                  Double.NaN,
                  "the training step is not compiled, and small networks train several times as"
                      + " fast if it is: %s",
                  status.reason()));
    }
  }
}
