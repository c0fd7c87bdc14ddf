using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Generated.Fits;

/// <summary>What became of a generated model that went the way of a user's: Fit, save, load, score.</summary>
/// <param name="Seed">The model's seed.</param>
/// <param name="WorstOutput">The output that is farthest from FP32's.</param>
/// <param name="Decibels">Its signal-to-noise ratio over the rows of the calibration and others.</param>
/// <param name="Warnings">What the log warned of.</param>
/// <param name="Unfused">Nodes whose INT8 weights ONNX Runtime dequantizes in every run.</param>
/// <param name="Difference">What of the saved pipeline is not as in the file; null where all bits are the same.</param>
/// <param name="QuantizedNodes">How many nodes read INT8 weights.</param>
internal sealed record GeneratedFit(int Seed, string WorstOutput, double Decibels, string[] Warnings, string[] Unfused, string? Difference, int QuantizedNodes)
{
    private const string SavedFile = "model.int8.onnx";

    public override string ToString() => $"seed {Seed}: {WorstOutput} {Decibels:0.0} dB, {QuantizedNodes} weighted, unfused [{string.Join(", ", Unfused)}], {Difference}, {string.Join(" | ", Warnings)}";

    public static GeneratedFit Run(GeneratedModel generated, QuantizationOptions options, bool savesZip = true)
    {
        var context = new MLContext(1);
        var messages = new LogMessages(context);
        using var file = new ModelFile(generated.Model);
        using var folder = new ModelFolder();
        using var model = context.Transforms.Quantize(file.Path, options).Fit(View(context, generated, generated.Rows.Take(GeneratedModel.CalibrationRows)));
        model.SaveOnnx(folder.File(SavedFile));
        byte[] bytes = File.ReadAllBytes(folder.File(SavedFile));
        var quantized = ModelProto.Parser.ParseFrom(bytes);

        using var expected = new SampleRun(new OnnxModel(generated.Model, "fp32.onnx"));
        using var actual = new SampleRun(new OnnxModel(quantized, "int8.onnx"));
        var decibels = new OutputDecibels(expected.OutputNames);
        foreach (var row in generated.All)
        {
            decibels.Add(expected.Outputs(row), actual.Outputs(row));
        }

        var (worst, ratio) = decibels.Worst();
        string? difference = savesZip ? ZipAgainstFile(context, generated, model, folder, expected.OutputNames) : null;
        int weighted = quantized.Graph.Initializer.Count(initializer => initializer.DataType == (int)TensorProto.Types.DataType.Int8 && initializer.Dims.Count > 1);
        return new GeneratedFit(generated.Seed, worst, ratio, [.. messages.Warnings], OptimizedGraph.Unfused(bytes), difference, weighted);
    }

    /// <summary>
    /// A saved pipeline holds the file to the byte, and scores as the model in memory does to the bit. ML.NET's own transformer is left out: it hands
    /// ONNX Runtime memory of any alignment, by which some FP32 kernels add in another order from one call to the next.
    /// </summary>
    private static string? ZipAgainstFile(MLContext context, GeneratedModel generated, QuantizedOnnxTransformer model, ModelFolder folder, IReadOnlyList<string> outputs)
    {
        var data = View(context, generated, generated.Rows.Skip(GeneratedModel.CalibrationRows));
        context.Model.Save(model, data.Schema, folder.File("model.zip"));
        using var loaded = (QuantizedOnnxTransformer)context.Quantization().Load(folder.File("model.zip"), out _);
        loaded.SaveOnnx(folder.File("again.onnx"));
        if (!File.ReadAllBytes(folder.File("again.onnx")).AsSpan().SequenceEqual(File.ReadAllBytes(folder.File(SavedFile))))
        {
            return "the bytes of the file";
        }

        var (expected, actual) = (model.Transform(data), loaded.Transform(data));
        return outputs.FirstOrDefault(output => !Bits(expected, output).SequenceEqual(Bits(actual, output)));
    }

    private static int[] Bits(IDataView view, string column) =>
        [.. view.GetColumn<VBuffer<float>>(view.Schema[column]).SelectMany(row => row.DenseValues().Select(BitConverter.SingleToInt32Bits).ToArray())];

    private static IDataView View(MLContext context, GeneratedModel generated, IEnumerable<float[]> rows) =>
        PipelineData.Table(context, rows.Select((row, i) => new PipelineData.TableRow { Id = i, X = row }).ToArray(), [.. generated.Row.Select(dimension => (int)dimension)]);
}
