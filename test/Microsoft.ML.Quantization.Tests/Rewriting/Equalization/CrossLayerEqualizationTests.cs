using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Equalization;
using Microsoft.ML.Quantization.Tests.MixedPrecision;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

[TestClass]
public sealed class CrossLayerEqualizationTests
{
    public static IEnumerable<object[]> Equalizable => EqualizableModels.Equalizable().Select(one => new object[] { one.Name });

    public static IEnumerable<object[]> Cut => EqualizableModels.Cut().Select(one => new object[] { one.Name });

    [TestMethod]
    [DynamicData(nameof(Equalizable))]
    public void Apply_EvensWeightsOutAndChangesNoOutput(string name)
    {
        var model = Prepared(EqualizableModels.Equalizable().Single(one => one.Name == name).Model);
        var equalized = CrossLayerEqualization.Apply(model);
        Assert.AreNotSame(model, equalized);
        Assert.IsLessThan(0.5 * Unevenness(model), Unevenness(equalized));
        ModelRunner.AssertSame(model, equalized, 2e-6);
    }

    [TestMethod]
    [DynamicData(nameof(Cut))]
    public void Apply_LeavesAloneWhatDoesNotScaleAlong(string name)
    {
        var model = Prepared(EqualizableModels.Cut().Single(one => one.Name == name).Model);
        Assert.AreSame(model, CrossLayerEqualization.Apply(model));
    }

    [TestMethod]
    public void Apply_MakesTheRangesOfTwoLayersTheirGeometricMean()
    {
        float[] first = [8, -2, 0.5f, 0.25f];
        float[] second = [0.5f, 1, -4, 2];
        var model = Prepared(new ModelBuilder(13).Input("x", 1, 2)
            .Weights("u", first, 2, 2).Weights("b", [3f, 5f], 2).Weights("v", second, 2, 2)
            .Node("Gemm", "x u b", "a").Node("Relu", "a", "r").Node("Gemm", "r v", "y").Output("y").Model());
        var equalized = CrossLayerEqualization.Apply(model);

        // Column 0 of u has range 8 and row 0 of v range 1; column 1 has 2 and row 1 has 4.
        double[] factors = [Math.Sqrt(1 / 8.0), Math.Sqrt(4 / 2.0)];
        AssertNear([8 * factors[0], -2 * factors[1], 0.5 * factors[0], 0.25 * factors[1]], Values(equalized, "u"));
        AssertNear([3 * factors[0], 5 * factors[1]], Values(equalized, "b"));
        AssertNear([0.5 / factors[0], 1 / factors[0], -4 / factors[1], 2 / factors[1]], Values(equalized, "v"));
    }

    [TestMethod]
    public void Apply_MakesTheRangesOfThreeLayersTheirCubicMean()
    {
        var model = Prepared(new ModelBuilder(13).Input("x", 1, 1, 4, 4)
            .Weights("u", [16f, 1f], 2, 1, 1, 1).Weights("d", [2f, 9f], 2, 1, 1, 1).Weights("v", [0.25f, 3f], 1, 2, 1, 1)
            .Node("Conv", "x u", "a").Node("Conv", "a d", "c", ("group", 2)).Node("Conv", "c v", "y").Output("y").Model());
        var equalized = CrossLayerEqualization.Apply(model);
        AssertNear([2, 3], Values(equalized, "u"), 2e-3);
        AssertNear([2, 3], Values(equalized, "d"), 2e-3);
        AssertNear([2, 3], Values(equalized, "v"), 2e-3);
    }

    [TestMethod]
    [DataRow(0f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Apply_LeavesChannelsAloneThatHaveNoSize(float weight)
    {
        var model = Prepared(new ModelBuilder(13).Input("x", 1, 1)
            .Weights("u", [weight, 8f], 1, 2).Weights("v", [1f, 2f], 2, 1)
            .Node("Gemm", "x u", "a").Node("Gemm", "a v", "y").Output("y").Model());
        var equalized = CrossLayerEqualization.Apply(model);
        Assert.AreEqual(weight, Values(equalized, "u")[0]);
        Assert.AreEqual(1, Values(equalized, "v")[0]);
        AssertNear([4], [Values(equalized, "u")[1]]);
    }

    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx", true)]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx", true)]
    [DataRow("resnet20_bn_cifar10_fp32.onnx", true)]
    [DataRow("resnet8_cifar10_fp32.onnx", true)]
    [DataRow("kws_dscnn_fp32.onnx", true)]
    [DataRow("minibert_sst2_fp32_opset17.onnx", false)]
    public void Apply_ChangesNoOutputOfRealModels(string name, bool isEqualizable)
    {
        var model = Prepared(OnnxModelReader.Load(SharedAssets.Model(name)));
        var equalized = CrossLayerEqualization.Apply(model);
        Assert.AreEqual(isEqualizable, !ReferenceEquals(model, equalized));
        ModelRunner.AssertSame(model, equalized, 2e-5);
    }

    [TestMethod]
    public void Apply_UndoesAScaledChannelAndASpreadConcat()
    {
        foreach (var (plant, name) in new[] { (PlantedLayer.ScaleChannel, "resnet20_cifar10_fp32.onnx"), ((Func<ModelProto, int, float, (ModelProto, string, string)>)PlantedLayer.SpreadConcat, "squeezenet1.1_imagenet_fp32.onnx") })
        {
            var source = OnnxModelReader.Load(SharedAssets.Model(name));
            var plain = CrossLayerEqualization.Apply(ModelPreparer.Prepare(source));
            var planted = CrossLayerEqualization.Apply(ModelPreparer.Prepare(source.View(plant(source.Proto, 1, 100).Item1)));
            ModelRunner.AssertSame(source, planted, 1e-4);
            foreach (var tensor in plain.Graph.Initializer.Where(tensor => tensor.Dims.Count == 4))
            {
                double expected = TensorData.Floats(tensor).Max(Math.Abs);
                Assert.AreEqual(expected, Values(planted, tensor.Name).Max(Math.Abs), 0.03 * expected, tensor.Name);
            }
        }
    }

    private static OnnxModel Prepared(OnnxModel model) => ModelPreparer.Prepare(model);

    private static float[] Values(OnnxModel model, string name) => TensorData.Floats(model.Graph.Initializer.Single(tensor => tensor.Name == name));

    private static void AssertNear(double[] expected, float[] actual, double tolerance = 1e-6)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.AreEqual(expected[i], actual[i], tolerance * Math.Abs(expected[i]), $"{i}");
        }
    }

    /// <summary>How far apart, as a sum of squared logarithms, what makes a channel and what reads it are.</summary>
    private static double Unevenness(OnnxModel model)
    {
        var flow = ChannelFlow.Trace(model);
        double[] makes = new double[flow.Sets.Count];
        double[] reads = new double[flow.Sets.Count];
        foreach (var weights in flow.Weights)
        {
            for (int i = 0; i < weights.Magnitudes.Length; i++)
            {
                var (output, input) = Math.DivRem(i, weights.InputsOfOne);
                var (made, read) = (flow.Sets.Find(weights.Outputs[output]), flow.Sets.Find(weights.Inputs[weights.FirstInput(output) + input]));
                makes[made] = Math.Max(makes[made], weights.Magnitudes[i]);
                reads[read] = Math.Max(reads[read], weights.Magnitudes[i]);
            }
        }

        return Enumerable.Range(1, makes.Length - 1).Where(channel => makes[channel] > 0 && reads[channel] > 0 && flow.Sets.Find(channel) == channel).Sum(channel => Math.Pow(Math.Log(makes[channel] / reads[channel]), 2));
    }
}
