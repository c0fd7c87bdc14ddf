using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Onnx.Upgrading;
using Microsoft.ML.Quantization.Rewriting;

namespace Microsoft.ML.Quantization.Tests.Onnx;

[TestClass]
public class BackendModelTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Upgrade_KeepsWhatTheStandardsOldNodesCompute()
    {
        using var models = new BackendTests("node/");
        int raised = 0;
        foreach (string path in models.Models)
        {
            if (Old(path) is not { } model || Unsteady(model) || Attempt(() => ModelRunner.Run(model, freeDimension: 3)) is not null)
            {
                continue;
            }

            OnnxModel copy = model.View(model.Proto.Clone());
            if (Attempt(() => OpsetUpgrader.Upgrade(copy.Proto, 13, () => TensorShapes.Infer(model))) is NotSupportedException refusal)
            {
                TestContext.WriteLine($"{Path.GetFileName(path)}: {refusal.Message}");
                continue;
            }

            Assert.IsNull(Attempt(() => ModelRunner.AssertSame(model, copy, freeDimension: 3)), $"{Path.GetFileName(path)}");
            raised++;
        }

        TestContext.WriteLine($"{raised} of {models.Models.Count} models raised and compared.");
        Assert.IsGreaterThan(70, raised);
    }

    [TestMethod]
    public void Prepare_KeepsWhatRealTopologiesCompute()
    {
        using var models = new BackendTests("light/");
        Assert.HasCount(9, models.Models);

        // The others are of the same kind and unpack to hundreds of megabytes of weights.
        foreach (string path in models.Models.Where(path => !path.Contains("vgg", StringComparison.Ordinal) && !path.Contains("alexnet", StringComparison.Ordinal) && !path.Contains("zfnet", StringComparison.Ordinal)))
        {
            using OnnxModel model = OnnxModelReader.Load(path);
            using OnnxModel prepared = ModelPreparer.Prepare(model);
            ModelRunner.AssertSame(model, prepared, tolerance: 1e-5);
            TestContext.WriteLine($"{Path.GetFileName(path)}: opset {Opset.Version(model.Proto)}, {model.Graph.Node.Count} -> {prepared.Graph.Node.Count} nodes");
        }
    }

    private static OnnxModel? Old(string path)
    {
        OnnxModel? model = null;
        return Attempt(() => model = OnnxModelReader.Load(path)) == null && Opset.Version(model!.Proto) < 13 ? model : null;
    }

    private static bool Unsteady(OnnxModel model) => model.Graph.Node.Any(node => node.OpType is "Bernoulli" or "RandomNormal" or "RandomUniform" or "Multinomial");

    private static Exception? Attempt(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
