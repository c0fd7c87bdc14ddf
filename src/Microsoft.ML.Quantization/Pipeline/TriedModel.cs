using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Pipeline;

/// <summary>Opens a model to take stacked rows, if it does treat them one by one.</summary>
internal static class TriedModel
{
    /// <param name="quantized">The model.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="outputs">The outputs to score.</param>
    /// <param name="samples">Rows to try it with.</param>
    /// <param name="options">The size of a batch, and the threads.</param>
    /// <param name="progress">Told where rows cannot be stacked.</param>
    public static ScoringModel Open(
        OnnxModel quantized, BoundInput[] inputs, MappedColumn[] outputs, IReadOnlyList<TensorValue[]> samples, QuantizationOptions options, IQuantizationProgress progress)
    {
        bool batched = ScoringModel.CanBatch(inputs, outputs);
        if (Array.Find(outputs, output => output.Tensor.FollowsData) is { } sized)
        {
            progress.Message($"'{quantized.SourcePath}' is scored row by row: the size of its output '{sized.Tensor.Name}' depends on the data.");
        }

        var model = ScoringModel.Open(quantized, inputs, outputs, batched, options.BatchSize, options.IntraOpThreads, options.MaxRowTime);
        if (!batched || BatchTrial.Refusal(model, samples, options.RunSettings) is not { } refusal)
        {
            return model;
        }

        model.Dispose();
        progress.Warning($"'{quantized.SourcePath}' is scored row by row though its first dimension is free: {refusal}.");
        return ScoringModel.Open(quantized, inputs, outputs, false, options.BatchSize, options.IntraOpThreads, options.MaxRowTime);
    }
}
