using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Equalization;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Tests.RandomGraphs;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

/// <summary>Any factors and shifts that a graph allows leave what FP32 computes as it was, but for Clips, which are lifted here.</summary>
[TestClass]
public sealed class EqualizedGraphTests
{
    public static IEnumerable<object[]> Models => EqualizableModels.Equalizable().Concat(ResidualModels.All()).Concat(ResidualModels.Normalized()).Select(one => new object[] { one.Name });

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Write_ChangesNoOutput(string name) =>
        Assert.IsTrue(Check(EqualizableModels.Equalizable().Concat(ResidualModels.All()).Concat(ResidualModels.Normalized()).Single(one => one.Name == name).Model, seed: 3), "Nothing could be scaled.");

    [TestMethod]
    public void Write_ChangesNoOutputOfRandomGraphs()
    {
        int changed = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            RandomGraph graph = seed % 3 == 0 ? new RandomLinearGraph(seed) : new RandomImageGraph(seed);
            changed += Check(new OnnxModel(graph.Build(14), "test.onnx"), seed) ? 1 : 0;
        }

        Assert.IsGreaterThan(8, changed);
    }

    [TestMethod]
    [DataRow("mobilenetv2_imagenet_fp32.onnx")]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx")]
    [DataRow("resnet20_bn_cifar10_fp32.onnx")]
    [DataRow("kws_dscnn_fp32.onnx")]
    public void Write_ChangesNoOutputOfRealModels(string name) => Assert.IsTrue(Check(OnnxModelReader.Load(SharedAssets.Model(name)), seed: 1));

    [TestMethod]
    [DataRow("linear chain", "a b s c t")]
    [DataRow("padded reader", "c t")]
    [DataRow("activation", "")]
    [DataRow("output", "")]
    [DataRow("one shifted", "a s")]
    public void Shiftable_StopsAtPaddingActivationsAndOutputs(string name, string expected)
    {
        var flow = ChannelFlow.Trace(ModelPreparer.Prepare(ResidualModels.All().Single(one => one.Name == name).Model), throughClips: true);
        string found = string.Join(' ', ShiftableTensors.Find(flow, _ => true).Order(StringComparer.Ordinal));
        Assert.AreEqual(string.Join(' ', expected.Split(' ').Order(StringComparer.Ordinal)), found);
    }

    /// <returns>Whether anything was changed.</returns>
    private static bool Check(OnnxModel source, int seed)
    {
        var model = ModelPreparer.Prepare(source);
        var scaling = new ChannelScaling(ChannelFlow.Trace(model.View(model.Proto.Clone()), throughClips: true));
        var random = new Random(seed);
        foreach (var group in ChannelGroups.Find(scaling.Flow))
        {
            Array.ForEach(group.Channels, channel => scaling.SetFactor(channel, (float)Math.Pow(8, random.NextDouble() - (double.IsFinite(group.Bound) ? 0 : 0.5))));
        }

        foreach (string tensor in ShiftableTensors.Find(scaling.Flow, _ => true))
        {
            int count = scaling.Flow.Find(tensor)!.Channels.Length;
            float[][] shifts = [.. scaling.Flow.Index.Producer(tensor)!.Input.Select(input => scaling.Shifts.GetValueOrDefault(input)).OfType<float[]>()];
            if (scaling.Flow.Index.Producer(tensor)!.OpType != "Add")
            {
                scaling.SetShift(tensor, QuantizerRun.Uniform(random, count));
            }
            else if (shifts.Length > 0)
            {
                scaling.SetShift(tensor, [.. Enumerable.Range(0, count).Select(channel => shifts.Sum(shift => shift[channel]))]);
            }
        }

        string[] clips = [.. scaling.Flow.Bounds.Keys];
        bool changes = scaling.ToList().Count > 0;
        ModelRunner.AssertSame(Lifted(model, clips), Lifted(EqualizedGraph.Write(scaling), clips), 3e-5);
        return changes;
    }

    private static OnnxModel Lifted(OnnxModel model, string[] clips)
    {
        var lifted = model.Proto.Clone();
        foreach (var node in lifted.Graph.Node.Where(node => clips.Contains(node.Output[0])))
        {
            node.Input.RemoveAt(2);
        }

        UnusedInitializers.Remove(lifted.Graph);
        return model.View(lifted);
    }
}
