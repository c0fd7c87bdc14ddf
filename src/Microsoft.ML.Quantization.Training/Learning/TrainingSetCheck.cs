using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Refuses data that nothing can be learned from, before any time is spent.</summary>
internal static class TrainingSetCheck
{
    public static void Run(TrainingSet set, Objective objective, TorchGraph teacher, TrainingRow first, QuantizationAwareTrainingOptions options)
    {
        if (set.Labels is { AreClasses: true } labels)
        {
            long scores = ObjectiveFactory.Widths(teacher, objective.Head, first, device(options.Device)).Row;
            LabelCheck.Classes(labels.Column, labels.Read(), scores);
            LabelCheck.ValidationClasses(labels.Column, labels.ReadValidation?.Invoke() ?? [], scores);
        }

        if (set.Validation != null && !set.Validation.Read().Any())
        {
            throw new InvalidOperationException("The validation data has no rows. Give some, or leave ValidationData null to hold back a share of the training rows.");
        }
    }
}
