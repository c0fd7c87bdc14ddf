using Microsoft.ML.Quantization.Budget;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Budget;

/// <summary>Four dense layers, and what time they take where each in INT8 saves a fifth of FP32's time.</summary>
internal static class TimedModels
{
    public const int Inputs = 16;
    public const int Classes = 4;

    /// <param name="factor">How much larger one output of the second layer is than the others, which the third undoes.</param>
    /// <param name="clipped">Whether a Clip that never clips is between the two, behind which equalization cannot undo it.</param>
    public static ModelProto Classifier(float factor = 1, bool clipped = false)
    {
        var random = new Random(4);
        float[] second = QuantizerRun.Uniform(random, 32 * 32, -0.4, 0.4);
        float[] third = QuantizerRun.Uniform(random, 32 * 32, -0.4, 0.4);
        for (int i = 0; i < 32; i++)
        {
            second[i * 32] *= factor;
            third[i] /= factor;
        }

        return new ModelBuilder(13).Input("x", -1, Inputs)
            .Weights("w0", QuantizerRun.Uniform(random, Inputs * 32, -0.6, 0.6), Inputs, 32).Weights("w1", second, 32, 32)
            .Weights("w2", third, 32, 32).Weights("w3", QuantizerRun.Uniform(random, 32 * Classes), 32, Classes)
            .Weights("low", [0f]).Weights("high", [1e6f])
            .Node("Gemm", "x w0", "a").Node("Relu", "a", "b").Node("Gemm", "b w1", "c").Node(clipped ? "Clip" : "Relu", clipped ? "c low high" : "c", "d")
            .Node("Gemm", "d w2", "e").Node("Relu", "e", "f").Node("Gemm", "f w3", "y").Output("y").Build();
    }

    public static double Ratio(OnnxModel model)
    {
        var index = new GraphIndex(model.Graph);
        return 1 - (0.2 * model.Graph.Node.Count(node => node.OpType == "Gemm" && index.Producer(node.Input[1])?.OpType == "DequantizeLinear"));
    }

    /// <param name="bound">What the ratio is proven not to exceed; the ratio itself by default.</param>
    internal sealed class Meter(Func<double, double>? bound = null) : ILatencyMeter
    {
        public LatencyEstimate Measure(OnnxModel model)
        {
            double ratio = Ratio(model);
            return new LatencyEstimate(ratio, new ConfidenceInterval(ratio - 0.01, ratio + 0.01, 0.95), bound?.Invoke(ratio) ?? ratio, ratio);
        }
    }
}
