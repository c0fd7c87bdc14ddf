using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>A table that is the weights of a linear layer too, as in language models, is stored once.</summary>
[TestClass]
public sealed class TiedTableTests
{
    private const int Words = 512;
    private const int Width = 32;

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void ATableAndTheWeightsOfTheLastLayer_AreOne(bool direct)
    {
        var model = Model(direct);
        var rows = Ids(30);
        var result = QuantizerRun.Quantize(model, rows, QuantizerRun.MinMax);

        LayerAssert.IsFused(result);
        Assert.AreEqual(2, result.Report.Value.Nodes.Count(node => node.IsQuantized));
        Assert.AreEqual(1, result.Model.Graph.Initializer.Count(tensor => tensor.DataType == (int)DataType.Int8 && TensorChecks.ElementCount(tensor) == Words * Width));
        Assert.IsLessThan(0.5 * new OnnxModel(model, "test.onnx").Bytes, result.Model.Bytes);
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(result.Model);
        var compared = OutputComparison.Run(expected, actual, rows);
        Assert.IsGreaterThan(33, compared.Sqnr);
    }

    /// <summary>Without optimizations ONNX Runtime computes the same, the Transpose included.</summary>
    [TestMethod]
    public void TheFileSaysTheSameWithoutOptimizations()
    {
        var result = QuantizerRun.Quantize(Model(direct: false), Ids(30), QuantizerRun.MinMax);
        long[] ids = [3, 500, 77];
        float[] plain = (float[])ModelRunner.Run(result.Model, (_, _, _) => ids)["y"];
        using var run = new SampleRun(result.Model);
        float[] optimized = run.Outputs([new TensorValue("ids", ids, [3])])[0];
        double step = plain.Max(Math.Abs) / 100;
        Assert.IsTrue(plain.Zip(optimized).All(pair => Math.Abs(pair.First - pair.Second) < step));
    }

    private static ModelProto Model(bool direct)
    {
        var builder = new ModelBuilder(17).Weights("table", QuantizerRun.Uniform(new Random(3), Words * Width), Words, Width).Input("ids", DataType.Int64, 3)
            .Node("Gather", "table ids", "e").Node("Sigmoid", "e", "s");
        return (direct
            ? builder.Node("Gemm", "s table", "y", ("transB", 1))
            : builder.Node("Transpose", "table", "weights", ("perm", new[] { 1, 0 })).Node("MatMul", "s weights", "y")).Output("y").Build();
    }

    private static TensorValue[][] Ids(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(_ => new TensorValue[] { new("ids", new long[] { random.Next(Words), random.Next(Words), random.Next(Words) }, [3]) })];
    }
}
