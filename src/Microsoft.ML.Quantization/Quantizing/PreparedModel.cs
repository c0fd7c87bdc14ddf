using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>An FP32 model as it was read, and as it is before it is quantized.</summary>
/// <param name="Source">As it was read.</param>
/// <param name="Prepared">Folded and upgraded, with the same results.</param>
/// <param name="Hash">What tells it from other models.</param>
internal sealed record PreparedModel(OnnxModel Source, OnnxModel Prepared, string Hash) : IDisposable
{
    /// <exception cref="NotSupportedException">The model is quantized already.</exception>
    /// <exception cref="InvalidOperationException">A saved table is of another model.</exception>
    public static PreparedModel Open(string modelFile, IEnumerable<TensorValue[]> rows, IReadOnlyList<QuantizationOptions> configurations, IQuantizationProgress progress, long inlineLimit)
    {
        var source = OnnxModelReader.Load(modelFile, inlineLimit);
        source = rows is IFedInputs fed ? FedGraph.Create(source, fed.InputNames) : source;
        OnnxModel? prepared = null;
        try
        {
            if (QuantizationDetector.Describe(source.Proto) is { } found)
            {
                throw new NotSupportedException($"Model '{modelFile}' is already quantized ({found}). Give the FP32 model it was made from, or score it as it is with ApplyOnnxModel.");
            }

            string hash = ModelHash.Compute(source);
            foreach (var table in configurations.Select(options => options.CalibrationTable))
            {
                table?.EnsureMadeFrom(modelFile, hash);
            }

            foreach (var shards in configurations.Select(options => options.CalibrationShards))
            {
                shards?.EnsureMadeFrom(modelFile, hash);
            }

            prepared = ModelPreparer.Prepare(source);
            foreach (var options in configurations)
            {
                ExclusionCheck.Run(source, prepared, options, progress);
            }

            return new PreparedModel(source, prepared, hash);
        }
        catch
        {
            prepared?.Dispose();
            source.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Prepared.Dispose();
        Source.Dispose();
    }
}
