using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.MixedPrecision;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>The option, through the whole quantizer.</summary>
[TestClass]
public sealed class EqualizedQuantizationTests
{
    private static readonly QuantizationOptions PerTensor = new() { Effort = QuantizationEffort.Fast, OnlyWhereFaster = false, PerChannel = false };
    private static readonly QuantizationOptions Equalized = PerTensor with { CrossLayerEqualization = true };

    private static ModelProto Uneven => EqualizableModels.Equalizable().Single(one => one.Name == "relu").Model.Proto;

    private static TensorValue[][] Rows => QuantizerRun.Rows(20, 1, EqualizableModels.Channels, 8, 8);

    [TestMethod]
    public void Quantize_LosesLessWithOneScaleForAWeight()
    {
        var (model, _, _) = PlantedLayer.ScaleChannel(
            SmallModels.Images().Node("Conv", "x w b", "c", SmallModels.Padded).Node("Relu", "c", "r").Node("Conv", "r w2 b", "y", SmallModels.Padded).Output("y").Build(), 0, 100);
        var rows = QuantizerRun.Rows(20, SmallModels.Image);
        double without = QuantizerRun.LargestErrors(model, QuantizerRun.Quantize(model, rows, PerTensor), rows)[0];
        double with = QuantizerRun.LargestErrors(model, QuantizerRun.Quantize(model, rows, Equalized), rows)[0];
        Assert.IsLessThan(0.2 * without, with);
    }

    [TestMethod]
    public void Quantize_WithTheSavedTable_GivesTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        var result = QuantizerRun.Quantize(Uneven, Rows, Equalized);
        result.Calibration.Save(folder.File("table.json"));
        var table = CalibrationTable.Load(folder.File("table.json"));
        Assert.IsTrue(table.IsEqualized);
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(Uneven, Rows, Equalized).Bytes());
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(Uneven, [], With(Equalized, table)).Bytes());
    }

    [TestMethod]
    public void Quantize_WithATableOfTheOtherForm_SaysSo()
    {
        var with = QuantizerRun.Quantize(Uneven, Rows, Equalized).Calibration;
        var without = QuantizerRun.Quantize(Uneven, Rows, PerTensor).Calibration;
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(Uneven, Rows, With(PerTensor, with)), "made with CrossLayerEqualization", "true");
        ErrorAssert.Throws<InvalidOperationException>(() => QuantizerRun.Quantize(Uneven, Rows, With(Equalized, without)), "made without CrossLayerEqualization", "false");
    }

    [TestMethod]
    public void For_ObservesEachFormOnce()
    {
        using var file = new ModelFile(Uneven);
        int passes = 0;
        using var model = ObservedModel.Create(file.Path, Counted(), [PerTensor], new QuantizerRun.Messages());
        Assert.AreSame(model, model.For(PerTensor));
        var other = model.For(Equalized);
        Assert.AreNotSame(model, other);
        Assert.AreSame(other, model.For(Equalized));
        Assert.AreEqual(2, passes);
        CollectionAssert.AreEqual(QuantizerRun.Quantize(Uneven, Rows, Equalized).Bytes(), OnnxModelWriter.ToBytes(other.Calibrate(Equalized, new QuantizerRun.Messages()).Write().Model));

        IEnumerable<TensorValue[]> Counted()
        {
            passes++;
            foreach (var row in Rows)
            {
                yield return row;
            }
        }
    }

    [TestMethod]
    public void For_WhereNothingCanBeEqualized_StaysWithTheForm()
    {
        using var file = new ModelFile(EqualizableModels.Cut().First().Model.Proto);
        using var model = ObservedModel.Create(file.Path, Rows, [PerTensor], new QuantizerRun.Messages());
        Assert.AreSame(model, model.For(Equalized));
    }

    private static QuantizationOptions With(QuantizationOptions options, CalibrationTable table) => options with { CalibrationTable = table };
}
