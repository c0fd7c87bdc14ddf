using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Tests.Rewriting;

[TestClass]
public class ModelPreparerTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("ad01_autoencoder_fp32.onnx")]
    [DataRow("kws_dscnn_fp32.onnx")]
    [DataRow("minibert_sst2_fp32_opset13.onnx")]
    [DataRow("minibert_sst2_fp32_opset17.onnx")]
    [DataRow("mnist_cntk_opset8.onnx")]
    [DataRow("mobilenetv2_imagenet_fp32.onnx")]
    [DataRow("resnet20_bn_cifar10_fp32.onnx")]
    [DataRow("resnet20_cifar10_fp32.onnx")]
    [DataRow("resnet8_cifar10_fp32.onnx")]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx")]
    [DataRow("super_resolution_x3_fp32.onnx")]
    [DataRow("ultraface_rfb320.onnx")]
    public void Prepare_KeepsWhatRealModelsCompute(string file)
    {
        using OnnxModel model = OnnxModelReader.Load(SharedAssets.Model(file));
        using OnnxModel prepared = ModelPreparer.Prepare(model);

        int free = file.StartsWith("mobilenet", StringComparison.Ordinal) || file.StartsWith("squeezenet", StringComparison.Ordinal) ? 96 : 4;
        ModelRunner.AssertSame(model, prepared, tolerance: 2e-5, freeDimension: free);
        AssertPrepared(prepared);
        TestContext.WriteLine($"{file}: {Summary(model)} -> {Summary(prepared)}");
    }

    private static void AssertPrepared(OnnxModel prepared)
    {
        Assert.IsGreaterThanOrEqualTo(13, Opset.Version(prepared.Proto));
        Assert.IsFalse(prepared.Graph.Node.Any(node => node.OpType is "BatchNormalization" or "Constant" or "Identity" or "Dropout"));
        CollectionAssert.AllItemsAreUnique(prepared.Graph.Node.Select(node => node.Name).ToList());
        CollectionAssert.DoesNotContain(prepared.Graph.Node.Select(node => node.Name).ToList(), "");
        CollectionAssert.AllItemsAreUnique(prepared.Graph.Initializer.Select(tensor => tensor.Name).ToList());
    }

    private static string Summary(OnnxModel model) =>
        $"{model.Graph.Node.Count} nodes, {model.Graph.Node.Count(n => n.OpType == "BatchNormalization")} BatchNormalization, "
        + $"{model.Graph.Node.Count(n => n.OpType == "Constant")} Constant, {model.Graph.Initializer.Count} initializers";
}
