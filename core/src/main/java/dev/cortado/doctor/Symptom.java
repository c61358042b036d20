package dev.cortado.doctor;

import java.util.List;

/** A sign of a training that goes, or will go, wrong. */
@FunctionalInterface
interface Symptom {

  /** All symptoms. */
  List<Symptom> ALL =
      List.of(
          SymptomsOfModel::refusal,
          SymptomsOfModel::lossAndHead,
          SymptomsOfModel::metricAndHead,
          SymptomsOfModel::equalUnits,
          SymptomsOfModel::shortBatch,
          SymptomsOfModel::fewRows,
          SymptomsOfModel::notCompiled,
          SymptomsOfData::missingValues,
          SymptomsOfData::unscaledInputs,
          SymptomsOfData::constantColumns,
          SymptomsOfData::unbalancedClasses,
          Leakage::find,
          SymptomsOfSignal::lossAtStart,
          SymptomsOfSignal::deadUnits,
          SymptomsOfSignal::saturation,
          SymptomsOfSignal::vanishingGradients,
          SymptomsOfSignal::explodingGradients,
          RateTooLarge::find,
          RateTooSmall::find,
          SymptomsOfSteps::updateSize,
          SymptomsOfSteps::noLearning,
          SymptomsOfSteps::overfitting);

  /** Adds its findings; none in a training that goes well. */
  void find(Probe probe, Findings found);
}
