using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>What is found out about model and data before the first step.</summary>
/// <param name="Objective">What training makes small.</param>
/// <param name="RowByRow">Why rows cannot go through the graph several at once; <see langword="null"/> where they can.</param>
internal sealed record TrainingTask(Objective Objective, string? RowByRow)
{
    /// <param name="model">The prepared model.</param>
    /// <param name="teacher">It as a graph in FP32.</param>
    /// <param name="set">The data to train on.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="InvalidOperationException">Nothing can be learned from the data.</exception>
    public static TrainingTask Create(OnnxModel model, TorchGraph teacher, TrainingSet set, QuantizationAwareTrainingOptions options)
    {
        var samples = StackingTrial.Samples(set.Rows.Read());
        if (samples.Count == 0)
        {
            throw new InvalidOperationException($"There are no rows to train '{model.SourcePath}' on.");
        }

        var objective = ObjectiveFactory.Create(model, teacher, samples[0], set.Labels?.AreClasses, options) with { LabelColumn = set.Labels?.Column };
        TrainingSetCheck.Run(set, objective, teacher, samples[0], options);
        return new TrainingTask(objective, StackingTrial.Refusal(teacher, objective.Head.Output, samples, device(options.Device)));
    }
}
