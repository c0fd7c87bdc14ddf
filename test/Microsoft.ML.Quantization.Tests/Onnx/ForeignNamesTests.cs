using System.Diagnostics;
using Google.Protobuf;
using Microsoft.ML.Quantization.Onnx;
using static Microsoft.ML.Quantization.Onnx.TensorProto.Types;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>Names of any length, wherever a model has names: refused or not, it takes no time, and no message grows with them.</summary>
[TestClass]
public sealed class ForeignNamesTests : IDisposable
{
    private const int LongestMessage = 4096;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private readonly ModelFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    public void Libraries_UseNoRegularExpressions()
    {
        // Foreign text is searched for fixed words: a pattern that backtracks takes minutes over a name of 100 KB.
        CollectionAssert.DoesNotContain(typeof(OnnxModel).Assembly.GetReferencedAssemblies().Select(name => name.Name).ToArray(), "System.Text.RegularExpressions");
    }

    [TestMethod]
    [DataRow("x is not a registered function/op", null)]
    [DataRow("Fatal error: custom:Levitate(-1) is not a registered function/op", "custom:Levitate")]
    [DataRow("No Op registered for Levitate with domain_version of 13", "Levitate")]
    [DataRow("Could not find an implementation for Levitate(13) node with name ''", "Levitate")]
    [DataRow("Failed to find kernel for com.x.Levitate(1)", "com.x.Levitate")]
    [DataRow("No Op registered for", null)]
    [DataRow("", null)]
    public void MissingOperator_IsFoundInWhatOnnxRuntimeSays(string message, string? expected) => Assert.AreEqual(expected, MissingOperator.Find(message));

    [TestMethod]
    public void MissingOperator_OfAnyText_IsLinear()
    {
        foreach (string unit in new[] { "a", "a.", "a:", " (", "((", "No Op registered for ", "(1) is not a registered function/o" })
        {
            string text = string.Concat(Enumerable.Repeat(unit, 2_000_000 / unit.Length));
            var watch = Stopwatch.StartNew();
            MissingOperator.Find(text);
            Assert.IsLessThan(TimeSpan.FromSeconds(1), watch.Elapsed);
        }
    }

    [TestMethod]
    public void Fit_WithHugeNamesAnywhere_IsQuickAndItsMessageShort()
    {
        foreach (string name in new[] { new string('a', 100_000), string.Concat(Enumerable.Repeat("a.", 50_000)), string.Concat(Enumerable.Repeat("a:b(1) ", 15_000)) })
        {
            foreach (var (what, change) in Changes(name))
            {
                var model = Model();
                change(model);
                string path = _folder.Write(model);
                var watch = Stopwatch.StartNew();
                try
                {
                    var context = new MLContext(1);
                    context.Transforms.Quantize(path).Fit(Pipeline.PipelineData.Table(context, 9, 6)).Dispose();
                }
                catch (Exception e) when (e is InvalidDataException or NotSupportedException or InvalidOperationException or ArgumentException or FileNotFoundException)
                {
                    Assert.IsLessThan(LongestMessage, e.Message.Length, $"{what}: {e.GetType().Name}");
                }

                Assert.IsLessThan(Soon, watch.Elapsed, what);
            }
        }
    }

    private static ModelProto Model() => new ModelBuilder(13).Input("x", -1, 6).Weights("w", [.. Enumerable.Range(0, 24).Select(i => (float)i)], 6, 4)
        .Node("MatMul", "x w", "h").Node("Relu", "h", "y").Output("y").Build();

    private static IEnumerable<(string What, Action<ModelProto> Change)> Changes(string name)
    {
        yield return ("domain", model => (model.Graph.Node[0].Domain, _) = (name, Import(model, name)));
        yield return ("operator", model => model.Graph.Node[0].OpType = name);
        yield return ("node", model => model.Graph.Node[0].Name = name);
        yield return ("tensor", model => (model.Graph.Node[0].Output[0], model.Graph.Node[1].Input[0]) = (name, name));
        yield return ("lost tensor", model => model.Graph.Node[1].Input[0] = name);
        yield return ("weight", model => (model.Graph.Initializer[0].Name, model.Graph.Node[0].Input[1]) = (name, name));
        yield return ("damaged weight", model => (model.Graph.Initializer[0].Name, model.Graph.Node[0].Input[1], model.Graph.Initializer[0].RawData) = (name, name, ByteString.Empty));
        yield return ("input", model => (model.Graph.Input[0].Name, model.Graph.Node[0].Input[0]) = (name, name));
        yield return ("output", model => (model.Graph.Output[0].Name, model.Graph.Node[1].Output[0]) = (name, name));
        yield return ("repeated output", model =>
        {
            (model.Graph.Output[0].Name, model.Graph.Node[1].Output[0]) = (name, name);
            model.Graph.Output.Add(model.Graph.Output[0].Clone());
        });
        yield return ("dimension", model => model.Graph.Input[0].Type.TensorType.Shape.Dim[1] = new TensorShapeProto.Types.Dimension { DimParam = name });
        yield return ("attribute", model => model.Graph.Node[0].Attribute.Add(new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = 1 }));
        yield return ("cycle", model => (model.Graph.Node[0].Name, model.Graph.Node[0].Input[0]) = (name, "y"));
        yield return ("dimensions", model => model.Graph.Initializer[0].Dims.AddRange(Enumerable.Repeat(1L, 50_000)));
        yield return ("external data", model =>
        {
            model.Graph.Initializer[0].DataLocation = DataLocation.External;
            model.Graph.Initializer[0].ClearRawData();
            model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = name });
        });
    }

    private static int Import(ModelProto model, string domain)
    {
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        return 0;
    }
}
