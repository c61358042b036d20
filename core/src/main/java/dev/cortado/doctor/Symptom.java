package dev.cortado.doctor;

import java.util.List;
import java.util.stream.Stream;

/** A sign of a training that goes, or will go, wrong. */
@FunctionalInterface
interface Symptom {

  /** All symptoms. */
  List<Symptom> ALL =
      List.of(
          new SymptomsOfModel.Refusal(),
          new SymptomsOfModel.LossAndHead(),
          new SymptomsOfModel.MetricAndHead(),
          new SymptomsOfModel.EqualUnits(),
          new SymptomsOfModel.ShortBatch(),
          new SymptomsOfModel.FewRows(),
          new SymptomsOfSpeed.NotCompiled(),
          new SymptomsOfData.MissingValues(),
          new SymptomsOfData.UnscaledInputs(),
          new SymptomsOfData.ConstantColumns(),
          new SymptomsOfData.UnbalancedClasses(),
          new SymptomsOfData.Leakage(),
          new SymptomsOfSignal.LossAtStart(),
          new SymptomsOfSignal.DeadUnits(),
          new SymptomsOfSignal.Saturation(),
          new SymptomsOfSignal.VanishingGradients(),
          new SymptomsOfSignal.ExplodingGradients(),
          new SymptomsOfSteps.RateTooLarge(),
          new SymptomsOfSteps.RateTooSmall(),
          new SymptomsOfSteps.UpdateSize(),
          new SymptomsOfOutcome.NoLearning(),
          new SymptomsOfOutcome.Overfitting());

  /** The findings; none in a training that goes well. */
  Stream<Finding> in(Probe probe);
}
