using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests;

/// <summary>Weights in INT8, activations quantized when the model runs.</summary>
[TestClass]
public sealed class DynamicQuantizationTests
{
    private static readonly QuantizationOptions Dynamic = new() { DynamicActivations = true, OnlyWhereFaster = false };

    [TestMethod]
    [DataRow(1f, 1f, false)]
    [DataRow(0.5f, 2f, true)]
    public void Gemm_NeedsNoRowsAndIsCloseToFloat(float alpha, float beta, bool transposed)
    {
        var model = SmallModels.Gemm(alpha, beta, transposed);
        var result = QuantizerRun.Quantize(model, [], Dynamic);
        Assert.HasCount(1, result.Nodes("DynamicQuantizeMatMul"));
        Assert.IsTrue(result.Report.Value.Nodes.Single(node => node.OperatorType == "Gemm").IsFused);
        AssertClose(model, result, QuantizerRun.Rows(16, SmallModels.Vector), 0.03);
    }

    [TestMethod]
    public void MatMul_OfThreeDimensions() => AssertClose(SmallModels.MatMul(), QuantizerRun.Quantize(SmallModels.MatMul(), [], Dynamic), QuantizerRun.Rows(16, 1, 3, 16), 0.03);

    [TestMethod]
    [DataRow("forward", 1)]
    [DataRow("bidirectional", 2)]
    public void Lstm_IsCloseToFloat(string direction, int directions)
    {
        const int Inputs = 12, Hidden = 20;
        var random = new Random(3);
        var model = new ModelBuilder(17).Input("x", 5, 1, Inputs).Output("y")
            .Weights("w", QuantizerRun.Uniform(random, directions * 4 * Hidden * Inputs), directions, 4 * Hidden, Inputs)
            .Weights("r", QuantizerRun.Uniform(random, directions * 4 * Hidden * Hidden, -0.3, 0.3), directions, 4 * Hidden, Hidden)
            .Weights("b", QuantizerRun.Uniform(random, directions * 8 * Hidden), directions, 8 * Hidden)
            .Node("LSTM", "x w r b", "y", ("hidden_size", Hidden), ("direction", direction)).Build();
        var result = QuantizerRun.Quantize(model, [], Dynamic);
        Assert.HasCount(1, result.Nodes("DynamicQuantizeLSTM"));
        Assert.IsTrue(result.Report.Value.Nodes.Single().IsFused);
        AssertClose(model, result, QuantizerRun.Rows(8, 5, 1, Inputs), 0.05);
    }

    [TestMethod]
    public void SmallLayer_StaysInFloatWithAReason()
    {
        var result = QuantizerRun.Quantize(SmallModels.Gemm(), [], new QuantizationOptions { DynamicActivations = true });
        Assert.Contains("no faster", result.Report.Value.Nodes.Single(node => node.OperatorType == "Gemm").Reason);
        Assert.HasCount(0, result.Nodes("DynamicQuantizeMatMul"));
    }

    [TestMethod]
    public void Pipeline_ScoresARowAlikeWhateverIsBesideIt()
    {
        using var file = new ModelFile(SmallModels.Gemm());
        var context = new MLContext();
        var data = context.Data.LoadFromEnumerable(
        [
            new Row { X = [.. Enumerable.Repeat(0.01f, (int)SmallModels.Vector[^1])] },
            new Row { X = [.. Enumerable.Range(0, (int)SmallModels.Vector[^1]).Select(i => 100f * (i - 3))] },
        ], Schema());
        using var model = context.Transforms.Quantize(file.Path, Dynamic).Fit(context.Data.LoadFromEnumerable(Array.Empty<Row>(), Schema()));
        var scored = model.GetOutputSchema(data.Schema);
        string output = scored[scored.Count - 1].Name;
        float[][] both = [.. model.Transform(data).GetColumn<float[]>(output)];
        float[][] alone = [.. model.Transform(context.Data.TakeRows(data, 1)).GetColumn<float[]>(output)];
        CollectionAssert.AreEqual(alone[0], both[0]);
    }

    [TestMethod]
    public void Options_ThatDoNotGoTogether_AreRefused()
    {
        var refused = Assert.ThrowsExactly<ArgumentException>(() => OptionsCheck.Checked(Dynamic with { Target = QuantizationTarget.LiteRt }));
        Assert.Contains("LiteRt", refused.Message);
        Assert.Contains("Budget", Assert.ThrowsExactly<ArgumentException>(() => OptionsCheck.Checked(Dynamic with { Budget = new QuantizationBudget { MaxAccuracyLoss = 0.01 } })).Message);
    }

    private static void AssertClose(ModelProto model, QuantizationResult result, TensorValue[][] rows, double share)
    {
        using var original = new SampleRun(new OnnxModel(model, "test.onnx"));
        double largest = rows.SelectMany(row => original.Outputs(row)).SelectMany(values => values).Max(Math.Abs);
        double error = QuantizerRun.LargestErrors(model, result, rows).Max();
        Assert.IsLessThan(share * largest, error);
        Assert.IsGreaterThan(0, error);
    }

    private static SchemaDefinition Schema()
    {
        var schema = SchemaDefinition.Create(typeof(Row));
        var column = schema[nameof(Row.X)];
        column.ColumnName = "x";
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, (int)SmallModels.Vector[^1]);
        return schema;
    }

    private sealed class Row
    {
        public float[] X { get; set; } = [];
    }
}
