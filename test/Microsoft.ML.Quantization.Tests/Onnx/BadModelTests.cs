using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Models that contradict themselves: one error that names the file and the tensor or node.</summary>
[TestClass]
public sealed class BadModelTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Load_OfWeightsThatDoNotFillTheirShape_NamesTheTensor()
    {
        RefusedWith(weights => weights.Dims[0] = 4, "'w'", "16 bytes", "holds 12");
        RefusedWith(
            weights =>
            {
                weights.ClearRawData();
                weights.FloatData.Add(1);
            },
            "'w'", "3 values", "holds 1");
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(long.MaxValue)]
    public void Load_OfImpossibleDimensions_NamesTheTensor(long dimension) =>
        RefusedWith(weights => weights.Dims.Add(dimension), "'w'", "dimensions");

    [TestMethod]
    public void Load_OfWeightsWithoutAType_NamesTheTensor() => RefusedWith(weights => weights.ClearDataType(), "'w'", "element type");

    [TestMethod]
    public void Load_OfACycle_NamesNodes()
    {
        ModelProto model = new ModelBuilder(13).Input("x", 3).Node("Add", "x b", "a").Node("Relu", "a", "b").Output("a").Build();
        model.Graph.Node[0].Name = "first";
        Refused(model, "cycle", "'first'", "Relu");
    }

    [TestMethod]
    public void Load_OfDanglingOrRepeatedNames_NamesThem()
    {
        Refused(new ModelBuilder(13).Input("x", 3).Node("Add", "x lost", "y").Output("y").Build(), "'lost'", "Add");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Output("z").Build(), "'z'", "no node");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Node("Abs", "x", "y").Output("y").Build(), "'y'", "more than once");
        Refused(new ModelBuilder(13).Input("", 3).Node("Relu", "", "y").Output("y").Build(), "no name");
    }

    [TestMethod]
    public void Load_OfAnInputWhoseNameHasAZeroCharacter_IsRefused() =>
        Refused(new ModelBuilder(13).Input("x\0y", 3).Node("Relu", "x\0y", "y").Output("y").Build(), "zero character");

    [TestMethod]
    public void Load_OfInputsOrOutputsListedTwice_NamesThem()
    {
        Refused(new ModelBuilder(13).Input("x", 3).Input("x", 3).Node("Relu", "x", "y").Output("y").Build(), "input 'x'", "more than once");
        Refused(new ModelBuilder(13).Input("x", 3).Node("Relu", "x", "y").Output("y").Output("y").Build(), "output 'y'", "more than once");
        Refused(new ModelBuilder(13).Input("x", 3).Input("y", 3).Node("Relu", "x", "y").Output("y").Build(), "'y'", "more than once");
    }

    private void RefusedWith(Action<TensorProto> damage, params string[] parts)
    {
        ModelProto model = SmallModels.Sum().Build();
        damage(model.Graph.Initializer[0]);
        Refused(model, parts);
    }

    private void Refused(ModelProto model, params string[] parts) => _folder.AssertRefused<InvalidDataException>(model, parts);
}
