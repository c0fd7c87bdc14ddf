using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Quantizing;

[TestClass]
public sealed class WeightRoundingPassTests
{
    private static readonly QuantizationOptions Nearest = QuantizerRun.Everything with { Passes = new QuantizationPasses { WeightRounding = false } };
    private static readonly QuantizationOptions Rounded = QuantizerRun.Everything with { Passes = new QuantizationPasses { WeightRounding = true } };

    [TestMethod]
    public void Rounding_BringsOutputsOfNewRowsCloser()
    {
        var rows = Smooth(160);
        var model = Model();
        double before = Error(model, QuantizerRun.Quantize(model, rows[..100], Nearest), rows[100..]);
        double after = Error(model, QuantizerRun.Quantize(model, rows[..100], Rounded), rows[100..]);
        Assert.IsTrue(after < before * 0.95, $"{before} {after}");
    }

    /// <summary>A table names the units of a channel once, at the first tensor that has it: what pools and Concat make has them too.</summary>
    [TestMethod]
    public void Rounding_BehindAPoolAndAConcat_TakesCovariancesInTheUnitsOfTheirChannels()
    {
        var rows = Smooth(160);
        var model = Pooled();
        var equalized = Nearest with { Passes = new QuantizationPasses { Equalization = true, WeightRounding = false } };
        double before = Error(model, QuantizerRun.Quantize(model, rows[..100], equalized), rows[100..]);
        double after = Error(model, QuantizerRun.Quantize(model, rows[..100], equalized with { Passes = equalized.Passes with { WeightRounding = true } }), rows[100..]);
        Assert.IsTrue(after < before * 0.95, $"{before} {after}");
    }

    [TestMethod]
    public void Rounding_GivesTheSameBytesForAnyThreadsAndOrder()
    {
        var rows = Smooth(60);
        byte[] expected = Bytes(QuantizerRun.Quantize(Model(), rows, Rounded with { IntraOpThreads = 1 }));
        new Random(1).Shuffle(rows);
        CollectionAssert.AreEqual(expected, Bytes(QuantizerRun.Quantize(Model(), rows, Rounded with { IntraOpThreads = 3 })));
    }

    [TestMethod]
    public void Table_ThatWasSavedGivesTheSameBytes()
    {
        var rows = Smooth(40);
        var result = QuantizerRun.Quantize(Model(), rows, Rounded);
        using var folder = new TemporaryFolder();
        result.Calibration.Save(folder.File("a.json"));
        var table = CalibrationTable.Load(folder.File("a.json"));
        Assert.IsNotEmpty(table.Covariances);
        CollectionAssert.AreEqual(result.Bytes(), QuantizerRun.Quantize(Model(), rows[..2], Rounded with { CalibrationTable = table }).Bytes());
        table.Save(folder.File("b.json"));
        CollectionAssert.AreEqual(File.ReadAllBytes(folder.File("a.json")), File.ReadAllBytes(folder.File("b.json")));
    }

    [TestMethod]
    public void Table_WithoutRoundingKeepsNoCovariances() => Assert.IsEmpty(QuantizerRun.Quantize(Model(), Smooth(4), Nearest).Calibration.Covariances);

    /// <summary>
    /// The FP32 weights that training starts from round to the integers that were chosen, and nothing of them is kept where training chose others. Where
    /// neighbours are bounded, a channel whose weights were moved to the bound gets a larger scale.
    /// </summary>
    [TestMethod]
    [DataRow(true, 1)]
    [DataRow(false, 0.9)]
    public void Training_StartsFromTheIntegers(bool hasVnni, double leastShare)
    {
        var options = Rounded with { Target = hasVnni ? QuantizationTarget.OnnxRuntimeX86Vnni : QuantizationTarget.OnnxRuntimeX86 };
        using var file = new ModelFile(Model());
        using var observed = ObservedModel.Create(file.Path, Smooth(40), [options], new QuantizerRun.Messages());
        var calibrated = observed.Calibrate(options, new QuantizerRun.Messages());
        var training = new ModelForTraining(calibrated, options);
        var scales = training.Weights.ToDictionary(weights => weights.Node.Name, weights => weights.Scales);
        var ranges = new Dictionary<string, (float Low, float High)>();
        sbyte[][] expected = Integers(calibrated.Write());
        sbyte[][] actual = Integers(training.Write(training.Model, ranges, scales, "test"));
        for (int i = 0; i < expected.Length; i++)
        {
            double share = expected[i].Zip(actual[i]).Average(pair => pair.First == pair.Second ? 1.0 : 0);
            Assert.IsTrue(share >= leastShare, $"{share}");
        }

        var trained = training.Model.View(training.Model.Proto.Clone());
        var weights = trained.Graph.Initializer.First(tensor => tensor.Dims.Count == 4);
        weights.RawData = TensorData.Create<float>("", Array.ConvertAll(trained.Floats(weights), value => -value), [.. weights.Dims]).RawData;
        Assert.IsFalse(Integers(training.Write(trained, ranges, scales, "test"))[0].SequenceEqual(expected[0]));
    }

    private static sbyte[][] Integers(QuantizationResult result) =>
        [.. result.Model.Graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Int8 && tensor.Dims.Count == 4).OrderByDescending(tensor => tensor.Dims[0])
            .Select(tensor => TensorData.SignedBytes(tensor).ToArray())];

    /// <summary>Without what it was made from: that of other rows, or of the same in another order, differs.</summary>
    private static byte[] Bytes(QuantizationResult result)
    {
        result.Model.Proto.MetadataProps.Clear();
        return result.Model.Proto.ToByteArray();
    }

    private static TensorValue[][] Smooth(int count)
    {
        var rows = QuantizerRun.Rows(count, 1, 8, 10, 10);
        foreach (float[] values in rows.Select(row => (float[])row[0].Values))
        {
            for (int i = 1; i < values.Length; i++)
            {
                values[i] = (values[i] + (3 * values[i - 1])) / 4;
            }
        }

        return rows;
    }

    private static ModelProto Model()
    {
        var random = new Random(2);
        return new ModelBuilder(13).Input("x", 1, 8, 10, 10)
            .Weights("w", QuantizerRun.Uniform(random, 24 * 8 * 9), 24, 8, 3, 3).Weights("b", QuantizerRun.Uniform(random, 24), 24)
            .Weights("v", QuantizerRun.Uniform(random, 16 * 24), 16, 24, 1, 1)
            .Node("Conv", "x w b", "h").Node("Relu", "h", "r").Node("Conv", "r v", "y").Output("y").Build();
    }

    /// <summary>Channels 30 times apart go through a pool and a Concat to the layer that reads them.</summary>
    private static ModelProto Pooled()
    {
        var random = new Random(4);
        float[] makes = [.. QuantizerRun.Uniform(random, 24 * 8 * 9).Select((value, i) => value * MathF.Pow(30, i / 72 % 3 / 2f))];
        float[] reads = [.. QuantizerRun.Uniform(random, 16 * 24 * 9).Select((value, i) => value / MathF.Pow(30, i / 9 % 24 % 3 / 2f))];
        return new ModelBuilder(13).Input("x", 1, 8, 10, 10)
            .Weights("w1", makes[..(12 * 72)], 12, 8, 3, 3).Weights("w2", makes[(12 * 72)..], 12, 8, 3, 3).Weights("v", reads, 16, 24, 3, 3)
            .Node("Conv", "x w1", "a").Node("Relu", "a", "b").Node("Conv", "x w2", "c").Node("Relu", "c", "d").Node("Concat", "b d", "e", ("axis", 1))
            .Node("MaxPool", "e", "p", ("kernel_shape", new[] { 2, 2 })).Node("Conv", "p v", "y").Output("y").Build();
    }

    private static double Error(ModelProto model, QuantizationResult result, TensorValue[][] rows)
    {
        using var expected = new SampleRun(new OnnxModel(model, "test.onnx"));
        using var actual = new SampleRun(result.Model);
        return rows.Sum(row => expected.Outputs(row)[0].Zip(actual.Outputs(row)[0], (a, b) => Math.Pow(a - b, 2)).Sum());
    }
}
