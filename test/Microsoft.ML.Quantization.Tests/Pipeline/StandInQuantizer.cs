using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>Reads all rows and gives the model back as it is, so that what is around a quantization can be tested exactly.</summary>
internal static class StandInQuantizer
{
    public static OnnxQuantizationEstimator Estimator(MLContext context, string file, QuantizationOptions? options = null) =>
        new(context.Transforms, file, null, null, options) { Quantizer = Run };

    public static OnnxQuantizationEstimator Estimator(MLContext context, string[] outputs, string[] inputs, string file, QuantizationOptions? options = null) =>
        new(context.Transforms, file, outputs, inputs, options) { Quantizer = Run };

    public static QuantizationResult Run(string modelFile, IEnumerable<TensorValue[]> rows, QuantizationOptions options, IQuantizationProgress progress)
    {
        long count = 0;
        foreach (var row in rows)
        {
            Assert.IsTrue(row.All(value => value.Shape.Aggregate(1L, (product, size) => product * size) == value.Values.Length));
            progress.RowCalibrated(++count);
        }

        return new QuantizationResult(OnnxModelReader.Load(modelFile), new CalibrationTable([], count, "", ""), new Lazy<QuantizationReport>(() => new QuantizationReport()));
    }
}
