using Microsoft.ML.Quantization;
using Microsoft.ML.Quantization.Onnx;

namespace Benchmarks.Ablation;

/// <summary>A model, the options that are common to all that is tried on it, and its rows.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Model">Its file, made in a folder where it is none of the assets; <see langword="null"/> where there is none.</param>
/// <param name="Options">The options.</param>
/// <param name="Calibration">So many rows to calibrate on.</param>
/// <param name="Test">The rows to test on.</param>
internal sealed record AblationCase(
    string Name, Func<TemporaryFolder, string?> Model, QuantizationOptions Options, Func<int, IEnumerable<TensorValue[]>> Calibration, Func<IEnumerable<TestRow>> Test)
{
    private static readonly QuantizationOptions Everywhere = new() { OnlyWhereFaster = false };

    public static IEnumerable<AblationCase> All =>
    [
        Labelled("MobileNetV2 VNNI", "MobileNetV2", new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeX86Vnni }),
        Labelled("MobileNetV2", "MobileNetV2", new QuantizationOptions()),
        Labelled("MobileNetV2, one scale", "MobileNetV2", new QuantizationOptions { PerChannel = false }),
        Labelled("SqueezeNet 1.1", "SqueezeNet 1.1", new QuantizationOptions()),
        Labelled("SqueezeNet 1.1 VNNI", "SqueezeNet 1.1", new QuantizationOptions { Target = QuantizationTarget.OnnxRuntimeX86Vnni }),
        Labelled("ResNet-20", "ResNet-20", new QuantizationOptions()),
        Labelled("ResNet-8", "ResNet-8", new QuantizationOptions()),
        Labelled("KWS, all INT8", "KWS DS-CNN", Everywhere),
        Labelled("BERT opset 17", "BERT SST-2 opset 17", new QuantizationOptions()),
        Labelled("BERT opset 13", "BERT SST-2 opset 13", new QuantizationOptions()),
        Labelled("BERT, gains apart", "BERT SST-2 opset 17", new QuantizationOptions(), (path, folder) => ApartGains.Write(path, 60, folder.File("apart.onnx"))),
        new("Super resolution", _ => Assets.Model("super_resolution_x3_fp32.onnx"), new QuantizationOptions(), _ => LumaData.Calibration.Select(row => row.Inputs), () => LumaData.Test.Select(row => new TestRow(row.Inputs, 0, row.Label))),
        LeakyRelu(),
    ];

    private static AblationCase Labelled(string name, string of, QuantizationOptions options, Func<string, TemporaryFolder, string>? change = null)
    {
        var model = LabelledModel.All.First(one => one.Name == of);
        return new AblationCase(
            name,
            folder => Assets.Model(model.File) is { } path ? change?.Invoke(path, folder) ?? path : null,
            options,
            rows => model.Calibration.Take(Math.Min(rows, model.Calibration.Count)).Select(row => row.Inputs),
            () => Tests(model.Test));
    }

    private static AblationCase LeakyRelu()
    {
        var calibration = CifarData.File("cifar10_calib1000", normalized: true);
        var test = CifarData.File("cifar10_test_batch", normalized: true);
        return new AblationCase(
            "LeakyRelu classifier",
            folder => Assets.Model("resnet20_cifar10_fp32.onnx") == null ? null : LeakyClassifier.Write(folder.File("leaky.onnx"), CifarData.File("cifar10_train10000", normalized: true)),
            Everywhere,
            rows => calibration.Take(rows).Select(row => row.Inputs),
            () => Tests(test));
    }

    private static IEnumerable<TestRow> Tests(RowSource rows) => Enumerable.Range(0, rows.Count).Select(i => rows[i]).Select(row => new TestRow(row.Inputs, row.Label));
}
