namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>The data of a training.</summary>
/// <param name="Rows">The training rows.</param>
/// <param name="Validation">Validation rows; <see langword="null"/> holds back some of the training rows.</param>
/// <param name="Labels">What is known of the labels; <see langword="null"/> without.</param>
internal sealed record TrainingSet(ITrainingData Rows, ITrainingData? Validation, LabelSet? Labels);

/// <summary>The labels of a training.</summary>
/// <param name="Column">Their column, for messages.</param>
/// <param name="AreClasses">Whether they are classes, or quantities.</param>
/// <param name="Read">Reads them alone.</param>
/// <param name="ReadValidation">Reads those of the validation rows; <see langword="null"/> where some of the training rows are held back.</param>
internal sealed record LabelSet(string Column, bool AreClasses, Func<IEnumerable<float[]>> Read, Func<IEnumerable<float[]>>? ReadValidation = null);
