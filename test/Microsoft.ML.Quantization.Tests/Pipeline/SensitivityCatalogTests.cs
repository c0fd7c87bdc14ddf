using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

[TestClass]
public sealed class SensitivityCatalogTests
{
    private readonly MLContext _context = new(1);

    [TestMethod]
    public void Sensitivity_NamesTheLayerThatHurts()
    {
        using var file = new ModelFile(Dense());
        var layers = _context.Quantization().Sensitivity(Data("x"), file.Path, new QuantizationOptions { OnlyWhereFaster = false, PerChannel = false, Effort = QuantizationEffort.Fast });
        CollectionAssert.AreEqual(new[] { "second", "first" }, layers.Select(layer => layer.NodeName).ToArray());
        Assert.IsGreaterThan(0.9, layers[0].ErrorShare);
        Assert.AreEqual(1, layers.Sum(layer => layer.ErrorShare), 1e-9);
        Assert.IsLessThan(layers[1].Sqnr, layers[0].Sqnr);
        ErrorAssert.Names(layers[0].ToString(), "second (Gemm)", "% of the output error", "dB alone");
    }

    [TestMethod]
    public void Sensitivity_TakesColumnsOfAnyName()
    {
        using var file = new ModelFile(Dense());
        var options = new QuantizationOptions { OnlyWhereFaster = false, PerChannel = false };
        var named = _context.Quantization().Sensitivity(Data("Features"), file.Path, options, ["Features"]);
        Assert.AreEqual(_context.Quantization().Sensitivity(Data("x"), file.Path, options)[0].Sqnr, named[0].Sqnr);
        ErrorAssert.Throws<ArgumentOutOfRangeException>(() => _context.Quantization().Sensitivity(Data("Features"), file.Path, options), "'x'");
    }

    private IDataView Data(string column)
    {
        var random = new Random(2);
        var definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Values)].ColumnName = column;
        return _context.Data.LoadFromEnumerable(Enumerable.Range(0, 60).Select(_ => new Row { Values = QuantizerRun.Uniform(random, 16) }).ToArray(), definition);
    }

    /// <summary>Two dense layers; one weight of the second, that nothing needs, is a thousand times as large as the others.</summary>
    private static ModelProto Dense()
    {
        float[] second = QuantizerRun.Uniform(new Random(4), 16 * 8);
        second[5] = 1000;
        var model = new ModelBuilder(13).Input("x", -1, 16)
            .Weights("w1", QuantizerRun.Uniform(new Random(3), 16 * 16), 16, 16).Weights("b1", [-1000f, .. new float[15]], 16).Weights("w2", second, 16, 8)
            .Node("Gemm", "x w1 b1", "a").Node("Relu", "a", "r").Node("Gemm", "r w2", "y").Output("y").Build();
        model.Graph.Node[0].Name = "first";
        model.Graph.Node[2].Name = "second";
        return model;
    }

    private sealed class Row
    {
        [VectorType(16)]
        public float[] Values { get; set; } = [];
    }
}
