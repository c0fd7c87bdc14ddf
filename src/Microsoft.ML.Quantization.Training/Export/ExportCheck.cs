using System.Numerics.Tensors;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Training.Learning;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Export;

/// <summary>How the INT8 model in ONNX Runtime compares with the module that was trained.</summary>
/// <param name="Rows">The rows that were compared.</param>
/// <param name="Agreement">The share of them with the same largest output, 0 to 1.</param>
/// <param name="Difference">The mean difference of outputs over their mean magnitude.</param>
internal readonly record struct ExportCheck(int Rows, double Agreement, double Difference)
{
    public static ExportCheck Run(TrainableModel model, OnnxModel quantized, string output, IEnumerable<TrainingRow> rows, Device device, CancellationToken cancellation)
    {
        using var run = new SampleRun(quantized, RunSettings.Unlimited);
        int place = run.OutputNames.ToList().IndexOf(output);
        if (place < 0)
        {
            return new ExportCheck(0, 1, 0);
        }

        model.Graph.eval();
        model.Quantizer.eval();
        var (count, same, difference, magnitude) = (0, 0, 0.0, 0.0);
        foreach (var row in rows)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            float[] expected = model.Graph.Run(Batch.Stack([row], device).Inputs, model.Quantizer, [output])[output].cpu().contiguous().data<float>().ToArray();
            float[] actual = run.Outputs(row.Inputs)[place];
            count++;
            same += TensorPrimitives.IndexOfMax<float>(expected) == TensorPrimitives.IndexOfMax<float>(actual) ? 1 : 0;
            difference += expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Average();
            magnitude += expected.Average(value => Math.Abs((double)value));
        }

        return new ExportCheck(count, count == 0 ? 1 : (double)same / count, magnitude == 0 ? 0 : difference / magnitude);
    }

    public override string ToString() => FormattableString.Invariant(
        $"The INT8 model gives the same answer as the trained module on {Agreement:P2} of {Rows:#,0} rows; outputs differ by {Difference:P2} on average.");
}
