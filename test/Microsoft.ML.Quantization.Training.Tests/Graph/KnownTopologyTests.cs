using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

/// <summary>The standard's own copies of known networks, written for one row, with weights made up.</summary>
[TestClass]
public sealed class KnownTopologyTests
{
    private const double Rounding = 1e-5;

    [TestMethod]
    [DataRow("densenet121")]
    [DataRow("inception_v2")]
    [DataRow("resnet50")]
    [DataRow("shufflenet")]
    public void AKnownTopologyWrittenForOneRow_GivesFourRowsWhatItGivesEach(string name)
    {
        using var models = new BackendTests($"light/light_{name}");
        using var prepared = ModelPreparer.Prepare(OnnxModelReader.Load(models.Models.Single()));
        FillWeights(prepared.Graph);
        if (prepared.Graph.Node.SingleOrDefault(node => node.Is("Softmax")) is { } last)
        {
            // It would hide every difference but the largest value's.
            prepared.Graph.Output[0].Name = last.Input[0];
        }

        Assert.IsLessThan(Rounding, Agreement.OfStackedRows(prepared, rows: 4));
    }

    // The weights of these models are all the same.
    private static void FillWeights(GraphProto graph)
    {
        var random = new Random(3);
        foreach (var tensor in graph.Initializer.Where(tensor => tensor.DataType == (int)TensorProto.Types.DataType.Float))
        {
            long[] dims = [.. tensor.Dims];
            float scale = dims.Length > 1 ? MathF.Sqrt(6f * dims[0] / TensorChecks.ElementCount(tensor)) : 0.5f;
            float centre = dims.Length > 1 ? 0 : 1;
            float[] values = [.. Enumerable.Range(0, (int)TensorChecks.ElementCount(tensor)).Select(_ => centre + (scale * ((2 * random.NextSingle()) - 1)))];
            graph.Initializer[graph.Initializer.IndexOf(tensor)] = TensorData.Create<float>(tensor.Name, values, dims);
        }
    }
}
