using System.Runtime.InteropServices;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Contract;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>A model that really is over 2 GB. It takes a minute, 8 GB of memory and 6 GB of disk, and so is asked for by the variable MLQ_LARGE_MODELS.</summary>
[TestClass]
public sealed class LargeFileTests : IDisposable
{
    private const int Width = 12_288;
    private const int Layers = 4;

    private readonly MLContext _context = new(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void ModelOver2GB_IsQuantizedScoredAndSaved()
    {
        if (Environment.GetEnvironmentVariable("MLQ_LARGE_MODELS") is null or "")
        {
            Assert.Inconclusive("Set MLQ_LARGE_MODELS to run it.");
        }

        string path = Write();
        Assert.IsTrue(new FileInfo(path + ".data").Length > int.MaxValue);
        var data = PipelineData.Table(_context, 8, Width);
        using var transformer = _context.Transforms.Quantize(path, new QuantizationOptions { OnlyWhereFaster = false }).Fit(data);
        string[] rows = ViewRows.Read(transformer.Transform(data), "y");
        Assert.HasCount(8, rows);
        var report = transformer.Report!;
        Assert.IsTrue(report.Nodes.Where(node => node.OperatorType == "Gemm").All(node => node.IsFused));
        Assert.IsTrue(report.Sqnr > 25, $"{report.Sqnr} dB");
        Assert.AreEqual(4.0, (double)report.FloatBytes / report.QuantizedBytes, 0.01);

        transformer.SaveOnnx(_folder.File("int8.onnx"));
        Assert.IsFalse(File.Exists(_folder.File("int8.onnx.data")));
        using var stock = _context.Transforms.ApplyOnnxModel(_folder.File("int8.onnx")).Fit(data);
        CollectionAssert.AreEqual(rows, ViewRows.Read(stock.Transform(data), "y"));
    }

    /// <summary>Dense layers with weights that are written without ever being in memory together.</summary>
    private string Write()
    {
        var model = PipelineModels.Model([PipelineModels.Value("x", DataType.Float, "N", Width)], [PipelineModels.Value("y", DataType.Float, "N", Width)]);
        float range = MathF.Sqrt(3f / Width);
        float[] values = QuantizerRun.Uniform(new Random(1), 1 << 22, -range, range);
        string path = _folder.File("large.onnx");
        using var data = File.Create(path + ".data");
        for (int layer = 0; layer < Layers; layer++)
        {
            var weights = new TensorProto { Name = $"w{layer}", DataType = (int)DataType.Float, Dims = { Width, Width } };
            new ExternalDataReference("large.onnx.data", data.Position, (long)Width * Width * sizeof(float)).WriteTo(weights);
            model.Graph.Initializer.Add(weights);
            for (int row = 0; row < Width; row++)
            {
                data.Write(MemoryMarshal.AsBytes(values.AsSpan((row + layer) * 7919 % (values.Length - Width), Width)));
            }

            model.Graph.Node.Add(Onnx.ModelBuilder.MakeNode("Gemm", $"{(layer == 0 ? "x" : $"h{layer}")} w{layer}", layer == Layers - 1 ? "y" : $"h{layer + 1}"));
        }

        OnnxModelWriter.Save(new OnnxModel(model, path), path);
        return path;
    }
}
