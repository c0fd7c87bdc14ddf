using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Rewriting;
using Microsoft.ML.Quantization.Tests;

namespace Microsoft.ML.Quantization.Training.Tests.Graph;

[TestClass]
public sealed class RealModelTests
{
    // Of the largest value of an output: sums are added up in another order.
    private const double Rounding = 1e-5;

    public required TestContext TestContext { get; set; }

    [TestMethod]
    [DataRow("ad01_autoencoder_fp32.onnx", 2)]
    [DataRow("kws_dscnn_fp32.onnx", 2)]
    [DataRow("minibert_sst2_fp32_opset13.onnx", 8)]
    [DataRow("minibert_sst2_fp32_opset17.onnx", 8)]
    [DataRow("mnist_cntk_opset8.onnx", 1)]
    [DataRow("mobilenetv2_imagenet_fp32.onnx", 32)]
    [DataRow("resnet20_bn_cifar10_fp32.onnx", 2)]
    [DataRow("resnet20_cifar10_fp32.onnx", 2)]
    [DataRow("resnet8_cifar10_fp32.onnx", 2)]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx", 2)]
    [DataRow("super_resolution_x3_fp32.onnx", 8)]
    [DataRow("ultraface_rfb320.onnx", 1)]
    public void ARealModel_AgreesWithOnnxRuntimeToRounding(string name, int freeDimension)
    {
        using var prepared = ModelPreparer.Prepare(OnnxModelReader.Load(SharedAssets.Model(name)));
        Check(name, Agreement.OfRun(prepared, freeDimension));
    }

    [TestMethod]
    [DataRow("kws_dscnn_fp32.onnx", 1)]
    [DataRow("minibert_sst2_fp32_opset13.onnx", 16)]
    [DataRow("minibert_sst2_fp32_opset17.onnx", 16)]
    [DataRow("mnist_cntk_opset8.onnx", 1)]
    [DataRow("mobilenetv2_imagenet_fp32.onnx", 64)]
    [DataRow("resnet20_bn_cifar10_fp32.onnx", 1)]
    [DataRow("squeezenet1.1_imagenet_fp32.onnx", 1)]
    [DataRow("super_resolution_x3_fp32.onnx", 16)]
    [DataRow("ultraface_rfb320.onnx", 1)]
    public void AModelWrittenForOneRow_GivesFourRowsWhatItGivesEach(string name, int freeDimension)
    {
        var model = OnnxModelReader.Load(SharedAssets.Model(name));
        FixSizes(model.Graph, freeDimension);
        using var prepared = ModelPreparer.Prepare(model);
        Check(name, Agreement.OfStackedRows(prepared, rows: 4));
    }

    private void Check(string name, double difference)
    {
        TestContext.WriteLine($"{name}: {difference:E1} of the largest value");
        Assert.IsLessThan(Rounding, difference);
    }

    // Sizes that are known before the model is prepared end up in its shapes.
    private static void FixSizes(GraphProto graph, int freeDimension)
    {
        var constants = graph.Initializer.Select(tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var shape in graph.Input.Where(input => !constants.Contains(input.Name)).Select(input => input.Type.TensorType.Shape))
        {
            shape.Dim[0].DimValue = 1;
            foreach (var free in shape.Dim.Skip(1).Where(dim => dim.DimValue == 0))
            {
                free.DimValue = freeDimension;
            }
        }
    }
}
