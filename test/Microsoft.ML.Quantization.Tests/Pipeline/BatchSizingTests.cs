using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Tests.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Pipeline;

/// <summary>As many rows go into a call as keep the activations of the largest layer in the cache.</summary>
[TestClass]
public sealed class BatchSizingTests
{
    [TestMethod]
    [DataRow(false, 4 * (16 + 16))]
    [DataRow(true, 16 + 16)]
    public void TheLargestLayer_IsCountedInTheTypeThatItRunsIn(bool quantized, int bytes)
    {
        var model = new ModelBuilder(17).Input("x", DataType.Float, -1, 1, 8, 8)
            .Weights("w", QuantizerRun.Uniform(new Random(3), 16 * 9), 16, 1, 3, 3).Weights("w2", QuantizerRun.Uniform(new Random(4), 16 * 16 * 9), 16, 16, 3, 3).Weights("w3", QuantizerRun.Uniform(new Random(5), 16), 1, 16, 1, 1)
            .Node("Conv", "x w", "a", SmallModels.Padded).Node("Conv", "a w2", "b", SmallModels.Padded).Node("Conv", "b w3", "y").Output("y").Build();
        var options = new QuantizationOptions { OnlyWhereFaster = false, ExcludedOperators = quantized ? [] : ["Conv"] };
        using var scored = Fit(model, options, new Row { X = new float[64] }, 1, 8, 8);
        Assert.AreEqual(bytes, LargestLayer.BytesPerInputValue(scored.Model.Portable, scored.Model.Inputs)!.Value, 1e-9);
    }

    [TestMethod]
    public void RowsAreFewWhereActivationsAreLarge_AndManyWhereTheyAreSmall()
    {
        Assert.AreEqual(21, new BatchSizing(null, [], () => 256).Rows(784));
        Assert.AreEqual(1024, new BatchSizing(null, [], () => 5).Rows(64));
        Assert.AreEqual(1, new BatchSizing(null, [], () => 130).Rows(50176));
        Assert.AreEqual(1, new BatchSizing(null, [], () => null).Rows(long.MaxValue / 2));
    }

    /// <summary>The rows that were measured to be within a tenth of the best, by the time of a row.</summary>
    [TestMethod]
    [DataRow("kws_dscnn_fp32.onnx", new[] { 1, 49, 10 }, 32, 256)]
    [DataRow("resnet8_cifar10_fp32.onnx", new[] { 3, 32, 32 }, 8, 128)]
    [DataRow("resnet20_cifar10_fp32.onnx", new[] { 3, 32, 32 }, 8, 256)]
    [DataRow("mobilenetv2_imagenet_fp32.onnx", new[] { 3, 224, 224 }, 1, 8)]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx", new[] { 3, 224, 224 }, 1, 4)]
    [DataRow("ad01_autoencoder_fp32.onnx", new[] { 640 }, 256, 1024)]
    public void RealModels_AreScoredInBatchesThatSuitThem(string name, int[] dimensions, int fewest, int most)
    {
        var model = OnnxModelReader.Load(SharedAssets.Model(name));
        int size = dimensions.Aggregate(1, (product, dimension) => product * dimension);
        using var scored = Fit(model.Proto, new QuantizationOptions(), new Row { X = QuantizerRun.Uniform(new Random(1), size) }, dimensions);
        int rows = scored.Model.Sizing.Rows(size);
        Assert.IsTrue(rows >= fewest && rows <= most, $"{rows} rows");
    }

    private static QuantizedOnnxTransformer Fit(ModelProto model, QuantizationOptions options, Row row, params int[] dimensions)
    {
        var context = new MLContext(1);
        using var file = new ModelFile(model);
        string name = model.Graph.Input.First(input => model.Graph.Initializer.All(tensor => tensor.Name != input.Name)).Name;
        var definition = SchemaDefinition.Create(typeof(Row));
        (definition["X"].ColumnName, definition["X"].ColumnType) = (name, new VectorDataViewType(NumberDataViewType.Single, dimensions));
        return context.Transforms.Quantize([.. model.Graph.Output.Select(output => output.Name)], [name], file.Path, options).Fit(context.Data.LoadFromEnumerable([row, row, row], definition));
    }

    private sealed class Row
    {
        public float[] X { get; set; } = [];
    }
}
