using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Bodies of functions that ONNX Runtime would die on.</summary>
[TestClass]
public sealed class FunctionChecksTests : IDisposable
{
    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("y", "y", "cycle")]
    [DataRow("lost", "y", "'lost'")]
    [DataRow("x", "x", "more than once")]
    [DataRow("x", "z", "'y'")]
    public void Load_OfABodyThatCannotBe_NamesTheFunction(string read, string made, string part) =>
        ErrorAssert.Throws<InvalidDataException>(() => Load(read, made), _folder.Path, "'twice'", part);

    [TestMethod]
    public void Load_OfABodyThatCanBe() => Load("x", "y").Dispose();

    private OnnxModel Load(string read, string made)
    {
        var model = new ModelBuilder(13).Import("local", 1).Input("x", 3).Node("local:twice", "x", "y").Output("y").Build();
        var function = new FunctionProto { Name = "twice", Domain = "local", Input = { "x" }, Output = { "y" } };
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 13 });
        function.Node.Add(ModelBuilder.MakeNode("Add", $"{read} {read}", made));
        model.Functions.Add(function);
        return OnnxModelReader.Load(_folder.Write(model.ToByteArray()));
    }
}
