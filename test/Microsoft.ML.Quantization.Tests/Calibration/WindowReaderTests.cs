using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Calibration;

[TestClass]
public sealed class WindowReaderTests
{
    /// <summary>Weights times windows are what ONNX Runtime makes of the layer, at every place.</summary>
    [TestMethod]
    [DataRow("Conv", "6 4 1 1", "1 4 5 7", "")]
    [DataRow("Conv", "6 4 3 3", "2 4 6 5", "pads=1,0,2,1")]
    [DataRow("Conv", "6 4 3 2", "1 4 9 8", "strides=2,3 dilations=2,1 pads=1,1,0,2")]
    [DataRow("Conv", "4 1 3 3", "1 4 8 8", "group=4 strides=2,2 auto_pad=SAME_UPPER")]
    [DataRow("Conv", "6 2 4 3", "1 4 9 6", "group=2 auto_pad=SAME_LOWER strides=2,1")]
    [DataRow("Conv", "6 4 3 3", "1 4 6 6", "auto_pad=VALID")]
    [DataRow("Conv", "5 4 3", "1 4 11", "pads=1,1 strides=2")]
    [DataRow("MatMul", "4 6", "2 3 4", "")]
    [DataRow("Gemm", "6 4", "5 4", "transB=1")]
    public void Windows_TimesWeightsAreTheLayer(string operatorType, string weightShape, string shape, string attributes)
    {
        long[] dimensions = Numbers(weightShape);
        long[] sizes = Numbers(shape);
        var random = new Random(7);
        float[] weights = QuantizerRun.Uniform(random, (int)dimensions.Aggregate(1L, (a, b) => a * b));
        var model = new ModelBuilder(13).Input("x", sizes).Weights("w", weights, dimensions).Node(operatorType, "x w", "y").Output("y").Build();
        var node = model.Graph.Node[0];
        node.Attribute.Add(attributes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Attribute));
        var row = new TensorValue("x", QuantizerRun.Uniform(random, (int)sizes.Aggregate(1L, (a, b) => a * b)), sizes);
        using var run = new SampleRun(new OnnxModel(model, "test.onnx"));
        float[] expected = run.Outputs([row])[0];

        var window = InputWindow.Of(node, dimensions);
        var reader = new WindowReader(window);
        int outputs = reader.Outputs(sizes, row.Values.Length);
        var windows = new float[outputs * window.Inputs];
        reader.Read((float[])row.Values, sizes, [.. Enumerable.Range(0, outputs)], windows);
        var layout = WeightedNodes.Layout(node, dimensions);
        int channels = layout.Channels;
        Assert.HasCount(outputs * channels, expected);
        int perImage = outputs / (int)(window.HasChannelsLast ? 1 : sizes[0]);
        for (int output = 0; output < outputs; output++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int group = channel / (channels / layout.Groups);
                double sum = Enumerable.Range(0, layout.RowLength).Sum(i => (double)weights[(channel * layout.Steps.Channel) + (i * layout.Steps.Weight)] * windows[(output * window.Inputs) + (group * layout.RowLength) + i]);
                int at = window.HasChannelsLast ? (output * channels) + channel : (((output / perImage * channels) + channel) * perImage) + (output % perImage);
                Assert.AreEqual(sum, expected[at], 1e-4);
            }
        }
    }

    [TestMethod]
    public void Places_AreSpreadAndDifferent()
    {
        foreach (var (total, wanted) in new[] { (49, 32), (12544, 32), (7, 32), (0, 8), (33, 32), (1_000_000_000, 8) })
        {
            int[] places = WindowPlaces.Choose(total, wanted);
            Assert.HasCount(Math.Min(total, wanted), places.Distinct());
            Assert.IsTrue(places.All(place => place >= 0 && place < total));
            Assert.IsTrue(places.Zip(places.Skip(1)).All(pair => pair.First < pair.Second));
        }
    }

    private static long[] Numbers(string text) => [.. text.Split(' ', ',').Select(long.Parse)];

    private static AttributeProto Attribute(string text)
    {
        var (name, value) = (text.Split('=')[0], text.Split('=')[1]);
        var attribute = new AttributeProto { Name = name };
        if (name == "auto_pad")
        {
            (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, Google.Protobuf.ByteString.CopyFromUtf8(value));
        }
        else if (name is "group" or "transB")
        {
            (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, long.Parse(value, System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            attribute.Type = AttributeProto.Types.AttributeType.Ints;
            attribute.Ints.Add(Numbers(value));
        }

        return attribute;
    }
}
