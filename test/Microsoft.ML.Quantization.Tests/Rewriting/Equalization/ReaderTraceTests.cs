using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Rewriting.Equalization;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

[TestClass]
public sealed class ReaderTraceTests
{
    [TestMethod]
    [DataRow("conv", 1, 1)]
    [DataRow("relu", 0, 1)]
    [DataRow("leaky", 0.2, 1)]
    [DataRow("pools", 0.5, 0.5)]
    public void Run_SumsSquaredWeightsBehindEachSide(string name, double below, double above)
    {
        var (readers, model) = Trace(name, _ => true);
        float[] weights = TensorData.Floats(model.Graph.Initializer.Single(tensor => tensor.Name == "w2"));
        for (int channel = 0; channel < EqualizableModels.Channels; channel++)
        {
            double squares = weights.Where((_, i) => i % EqualizableModels.Channels == channel).Sum(value => (double)value * value);
            Assert.AreEqual(below * below * squares, readers["a"].Below[channel], 1e-5 * squares);
            Assert.AreEqual(above * above * squares, readers["a"].Above[channel], 1e-5 * squares);
        }
    }

    [TestMethod]
    public void Run_AddsUpAllWhoReadTheRoundedValue()
    {
        double[] both = Trace("two readers", _ => true).Readers["a"].Above;
        double[] first = Trace("two readers", use => use.Node.Output[0] == "y").Readers["a"].Above;
        double[] second = Trace("two readers", use => use.Node.Output[0] == "z").Readers["a"].Above;
        for (int channel = 0; channel < both.Length; channel++)
        {
            Assert.AreEqual(first[channel] + second[channel], both[channel], 1e-6 * both[channel]);
        }
    }

    [TestMethod]
    public void Run_BehindAMeanOfAllPlaces_TellsHowManyItAverages() => Assert.AreEqual(64, Trace("mean", _ => true).Readers["a"].Averaged);

    [TestMethod]
    public void Run_CountsAReaderThatIsNotKnownOnAllChannelsAlike()
    {
        double[] known = Trace("two readers", _ => true).Readers["a"].Above;
        var (readers, _) = Trace("gate", _ => true);
        Assert.AreEqual("gate", readers["c"].Activation!.Output);
        CollectionAssert.AreEqual(new double[] { 1, 1, 1, 1 }, readers["c"].Above, "Behind the Sigmoid nothing is known.");
        Assert.HasCount(known.Length, readers["a"].Above);
    }

    /// <summary>Of what a BatchNormalization makes the weights are known, and so it must be of what it reads, in any units on either side.</summary>
    [TestMethod]
    public void Run_BehindABatchNormalization_CountsItsGains()
    {
        var model = ModelPreparer.Prepare(ResidualModels.Normalized().Single(one => one.Name == "batch normalization").Model);
        var flow = ChannelFlow.Trace(model, throughClips: true);
        double[] factors = [.. Enumerable.Range(0, flow.Sets.Count).Select(channel => 1 + (channel % 5 / 2.0))];
        var readers = ReaderTrace.Run(flow, factors, _ => true);
        var normalization = flow.Index.Graph.Node.Single(node => node.OpType == "BatchNormalization");
        string behind = flow.Index.Consumers(normalization.Output[0])[0].Node.Output[0];
        float[] gains = TensorData.Floats(flow.Index.Initializer(normalization.Input[1])!);
        float[] variances = TensorData.Floats(flow.Index.Initializer(normalization.Input[4])!);
        for (int channel = 0; channel < gains.Length; channel++)
        {
            double slope = gains[channel] / Math.Sqrt(variances[channel] + 1e-5) * factors[flow.Find(normalization.Output[0])!.Channels[channel]] / factors[flow.Find(normalization.Input[0])!.Channels[channel]];
            double expected = slope * slope * readers[behind].Above[channel];
            Assert.AreEqual(expected, slope < 0 ? readers[normalization.Input[0]].Below[channel] : readers[normalization.Input[0]].Above[channel], 1e-5 * expected);
        }
    }

    /// <summary>What an exporter writes of a BatchNormalization behind a Concat: readers of the parts are known through Mul and Add, in any units, whichever input the constants are.</summary>
    [TestMethod]
    [DataRow("concat c")]
    [DataRow("c concat")]
    public void Run_BehindFactorsOfChannels_CountsTheirSquares(string inputs)
    {
        float[] constants = [2, -3, 0.5f, 1];
        float[] weights = [.. Enumerable.Range(0, 12).Select(i => (i % 5) - 1.5f)];
        var model = new ModelBuilder(17).Input("x", -1, 2, 4, 4)
            .Weights("wa", [1f, 2, 3, 4], 2, 2, 1, 1).Weights("wb", [4f, 3, 2, 1], 2, 2, 1, 1).Weights("w", weights, 3, 4, 1, 1)
            .Weights("c", constants, 1, 4, 1, 1).Weights("d", [1f, 1, -1, -1], 1, 4, 1, 1)
            .Node("Conv", "x wa", "a").Node("Conv", "x wb", "b").Node("Concat", "a b", "concat", ("axis", 1))
            .Node("Mul", inputs, "scaled").Node("Add", "scaled d", "shifted").Node("Relu", "shifted", "relu").Node("Conv", "relu w", "y").Output("y").Model();
        var flow = ChannelFlow.Trace(model, throughClips: true);
        double[] factors = [.. Enumerable.Range(0, flow.Sets.Count).Select(channel => 1 + (channel % 3 / 2.0))];
        var readers = ReaderTrace.Run(flow, factors, _ => true);
        for (int channel = 0; channel < 4; channel++)
        {
            var (part, place) = channel < 2 ? ("a", channel) : ("b", channel - 2);
            double made = factors[flow.Find("scaled")!.Channels[channel]];
            double read = factors[flow.Find(part)!.Channels[place]];
            double squares = Enumerable.Range(0, 3).Sum(output => Math.Pow(weights[(output * 4) + channel] * factors[flow.Find("y")!.Channels[output]] / made, 2));
            double expected = squares * Math.Pow(constants[channel] * made / read, 2);
            Assert.AreEqual(expected, constants[channel] < 0 ? readers[part].Below[place] : readers[part].Above[place], 1e-5 * expected);
            Assert.AreEqual(0, constants[channel] < 0 ? readers[part].Above[place] : readers[part].Below[place], "The Relu takes one side away.");
        }
    }

    /// <summary>What turns values over makes large values of those below zero: an error of these is what the Relu lets through.</summary>
    [TestMethod]
    [DataRow("Neg", "a", 1.0, 0.0)]
    [DataRow("Abs", "a", 1.0, 1.0)]
    [DataRow("PRelu", "a turning", 0.25, 1.0)]
    [DataRow("Mul", "a minus", 4.0, 0.0)]
    [DataRow("Div", "a minus", 0.25, 0.0)]
    [DataRow("Sub", "b a", 1.0, 0.0)]
    public void Run_BehindWhatTurnsValuesOver_CountsTheOtherSide(string type, string inputs, double below, double above)
    {
        var flow = ChannelFlow.Trace(Turned(type, inputs), throughClips: true);
        var readers = ReaderTrace.Run(flow, [.. Enumerable.Repeat(1.0, flow.Sets.Count)], _ => true);
        CollectionAssert.AreEqual(new[] { 9 * below, 9 * below }, readers["a"].Below);
        CollectionAssert.AreEqual(new[] { 9 * above, 9 * above }, readers["a"].Above);
    }

    /// <summary>An error goes on through nodes that run in FP32, whatever is rounded behind them.</summary>
    [TestMethod]
    public void Run_ThroughNodesInFloat_KnowsTheReaders()
    {
        var flow = ChannelFlow.Trace(Turned("PRelu", "a turning"), throughClips: true);
        var readers = ReaderTrace.Run(flow, [.. Enumerable.Repeat(1.0, flow.Sets.Count)], use => use.Node.OpType != "Relu");
        CollectionAssert.AreEqual(new[] { 9.0, 9.0 }, readers["a"].Above);
        Assert.IsFalse(readers.ContainsKey("turned"), "Nobody reads it rounded.");
    }

    private static OnnxModel Turned(string type, string inputs) => new ModelBuilder(17).Input("x", -1, 2, 4, 4)
        .Weights("w1", [1f, 2, 3, 4], 2, 2, 1, 1).Weights("w2", [3f, 0, 0, 3], 2, 2, 1, 1).Weights("turning", [-0.5f, -0.5f], 2, 1, 1).Weights("minus", [-2f], 1)
        .Node("Conv", "x w1", "a").Node("Conv", "x w2", "b").Node(type, inputs, "turned").Node("Relu", "turned", "relu").Node("Conv", "relu w3", "y").Weights("w3", [3f, 0, 0, 3], 2, 2, 1, 1).Output("y").Model();

    private static (IReadOnlyDictionary<string, ReaderWeights> Readers, OnnxModel Model) Trace(string name, Func<TensorUse, bool> isRounded)
    {
        var model = ModelPreparer.Prepare(EqualizableModels.Equalizable().Single(one => one.Name == name).Model);
        var flow = ChannelFlow.Trace(model, throughClips: true);
        return (ReaderTrace.Run(flow, [.. Enumerable.Repeat(1.0, flow.Sets.Count)], isRounded), model);
    }
}
