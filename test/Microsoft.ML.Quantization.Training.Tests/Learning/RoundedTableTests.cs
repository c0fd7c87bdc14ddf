using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Export;
using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Learning;
using Microsoft.ML.Quantization.Training.Tests.Handlers;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>What training computes with a table is what the exported file holds.</summary>
[TestClass]
public sealed class RoundedTableTests
{
    private const int Words = 64;
    private const int Width = 16;

    [TestMethod]
    [DataRow("own")]
    [DataRow("transposed")]
    [DataRow("direct")]
    public void TheModuleAndTheFileAgree(string kind)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("table.onnx");
        OnnxModelWriter.Save(Model(kind), path);
        var options = new QuantizationAwareTrainingOptions { Quantization = new QuantizationOptions { OnlyWhereFaster = false, BiasCorrection = false } };
        using var observed = ObservedModel.Create(path, Ids(40), [options.Quantization], new Silence());
        var calibrated = observed.Calibrate(options.Quantization, new Silence());
        using var model = TrainableModel.Create(calibrated, options);
        Move(model);
        var exported = TrainedModel.Write(model, options);
        Assert.IsTrue(exported.Report.Value.Nodes.Single(node => node.OperatorType == "Gather").IsQuantized);

        model.Graph.eval();
        model.Quantizer.eval();
        foreach (var row in Ids(5))
        {
            using var scope = NewDisposeScope();
            using var _ = no_grad();
            float[] module = model.Graph.Run(new Dictionary<string, Tensor> { ["ids"] = TorchTensors.Stack([row[0]]) }, model.Quantizer, ["e"])["e"].contiguous().data<float>().ToArray();
            float[] file = (float[])ModelRunner.Run(WithOutput(exported.Model, "e"), (_, _, _) => row[0].Values)["e"];
            Assert.AreEqual(0, module.Zip(file, (a, b) => Math.Abs(a - b)).Max(), 1e-6f);
        }
    }

    /// <summary>Stands for training: every weight changes.</summary>
    private static void Move(TrainableModel model)
    {
        using var _ = no_grad();
        foreach (var weight in model.Graph.Weights.Values)
        {
            weight.mul_(1.25).add_(0.01);
        }
    }

    private static OnnxModel WithOutput(OnnxModel model, string tensor)
    {
        var copy = model.Proto.Clone();
        copy.Graph.Output.Add(ModelBuilder.Value(tensor, DataType.Float, null));
        return model.View(copy);
    }

    private static OnnxModel Model(string kind)
    {
        var builder = new ModelBuilder(17).Made("table", Words, Width).Input("ids", DataType.Int64, 3)
            .Node("Gather", "table ids", "e").Node("Sigmoid", "e", "s");
        return (kind switch
        {
            "own" => builder.Made("w", Width, 8).Node("MatMul", "s w", "y"),
            "direct" => builder.Node("Gemm", "s table", "y", ("transB", 1)),
            _ => builder.Node("Transpose", "table", "weights", ("perm", new[] { 1, 0 })).Node("MatMul", "s weights", "y"),
        }).Output("y").Model();
    }

    private static TensorValue[][] Ids(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[] { new("ids", new long[] { random.Next(Words), random.Next(Words), random.Next(Words) }, [3]) })];
    }
}
