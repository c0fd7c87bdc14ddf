using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Generated;

/// <summary>What the generator makes.</summary>
[TestClass]
public sealed class GeneratedModelTests
{
    [TestMethod]
    public void SameSeed_SameModel()
    {
        Assert.AreEqual(GeneratedModel.Create(5).Model, GeneratedModel.Create(5).Model);
        Assert.AreNotEqual(GeneratedModel.Create(6).Model, GeneratedModel.Create(5).Model);
    }

    [TestMethod]
    public void EveryModel_RunsInOnnxRuntime()
    {
        var operators = new HashSet<string>(StringComparer.Ordinal);
        for (int seed = 0; seed < 500; seed++)
        {
            var generated = GeneratedModel.Create(seed);
            try
            {
                ModelRunner.Run(new OnnxModel(generated.Model, "test.onnx"), freeDimension: 1);
            }
            catch (OnnxRuntimeException e)
            {
                Assert.Fail($"seed {seed}: {e.Message}");
            }

            operators.UnionWith(generated.Model.Graph.Node.Select(node => node.OpType));
        }

        string[] wanted = ["Conv", "Gemm", "MatMul", "Add", "Concat", "GlobalAveragePool", "MaxPool", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Relu", "Clip", "If"];
        CollectionAssert.IsSubsetOf(wanted, operators.ToArray());
    }
}
