using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting.Equalization;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting.Equalization;

[TestClass]
public sealed class ActivationFunctionTests
{
    private static readonly float[] Values = [-7, -3, -1.5f, -0.1f, 0, 0.4f, 2, 3.5f, 8, 40];

    [TestMethod]
    [DataRow("HardSwish")]
    [DataRow("HardSwish in parts")]
    [DataRow("SiLU")]
    [DataRow("GELU")]
    [DataRow("HardSigmoid")]
    [DataRow("Tanh")]
    [DataRow("Elu")]
    [DataRow("Softplus")]
    public void Value_IsWhatOnnxRuntimeMakes(string name)
    {
        var model = Activation(name).Node("Flatten", "y", "z").Output("z").Model();
        var found = ActivationFunction.Find("a", new GraphIndex(model.Graph));
        Assert.AreEqual("y", found?.Output);
        using var run = new SampleRun(model);
        float[] expected = run.Outputs([new TensorValue("x", Values, [1, Values.Length])])[0];
        for (int i = 0; i < Values.Length; i++)
        {
            Assert.AreEqual(expected[i], found!.Value(Values[i]), 1e-5 * (1 + Math.Abs(expected[i])), $"at {Values[i]}");
        }
    }

    [TestMethod]
    public void Find_WhereSomethingElseReadsIt_IsNone()
    {
        Assert.IsNull(Find(Activation("SiLU").Node("Flatten", "y", "z").Node("Transpose", "a", "other").Output("z").Output("other")));
        Assert.IsNull(Find(Activation("SiLU").Node("Flatten", "y", "z").Output("z").Output("a")));
        Assert.IsNull(Find(Activation("SiLU").Node("Transpose", "s", "other").Output("y").Output("other")));
    }

    [TestMethod]
    public void Find_BeforeAnOutput_OrWhatOnlyScales_IsNone()
    {
        Assert.IsNull(Find(Activation("HardSwish").Output("y")));
        Assert.IsNull(Find(Start().Node("Relu", "a", "y").Node("Flatten", "y", "z").Output("z")));
        Assert.IsNull(Find(Start().Node("Mul", "a three", "y").Node("Flatten", "y", "z").Output("z")));
        Assert.IsNull(Find(Start().Node("Exp", "a", "y").Node("Flatten", "y", "z").Output("z")));
    }

    private static ActivationFunction? Find(ModelBuilder builder) => ActivationFunction.Find("a", new GraphIndex(builder.Model().Graph));

    private static ModelBuilder Start() => new ModelBuilder(20).Input("x", 1, Values.Length).Weights("three", [3f]).Weights("six", [6f]).Weights("zero", [0f]).Weights("one", [1f]).Weights("half", [0.5f]).Weights("root", [MathF.Sqrt(2)])
        .Node("Identity", "x", "a");

    private static ModelBuilder Activation(string name) => name switch
    {
        "HardSwish in parts" => Start().Node("Add", "a three", "p").Node("Clip", "p zero six", "c").Node("Mul", "a c", "y"),
        "SiLU" => Start().Node("Sigmoid", "a", "s").Node("Mul", "a s", "y"),
        "GELU" => Start().Node("Div", "a root", "d").Node("Erf", "d", "e").Node("Add", "e one", "p").Node("Mul", "a p", "y"),
        "HardSigmoid" => Start().Node("HardSigmoid", "a", "y", ("alpha", 0.1f), ("beta", 0.4f)),
        _ => Start().Node(name, "a", "y"),
    };
}
