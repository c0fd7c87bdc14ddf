namespace Benchmarks;

/// <summary>
/// A model with its own calibration rows and its test rows, which never meet. Both sources are lazy: a row is decoded when it is
/// reached.
/// </summary>
internal sealed record LabelledModel(string Name, string File, RowSource Calibration, RowSource Test)
{
    public static IEnumerable<LabelledModel> All { get; } = Catalog().ToArray();

    public static LabelledModel? Find(string path) => All.FirstOrDefault(model => model.File == Path.GetFileName(path));

    private static IEnumerable<LabelledModel> Catalog()
    {
        foreach (var (name, file, input) in new[] { ("MobileNetV2", "mobilenetv2_imagenet_fp32.onnx", "input"), ("SqueezeNet 1.1", "squeezenet1.1_imagenet_fp32.onnx", "data") })
        {
            yield return new LabelledModel(name, file, ImageNetData.Folder("imagenet_calib500", input), ImageNetData.Folder("imagenet_val650", input));
        }

        foreach (var (name, file, normalized) in new[]
        {
            ("ResNet-20", "resnet20_cifar10_fp32.onnx", true), ("ResNet-20 BN", "resnet20_bn_cifar10_fp32.onnx", true), ("ResNet-8", "resnet8_cifar10_fp32.onnx", false),
        })
        {
            yield return new LabelledModel(name, file, CifarData.File("cifar10_calib1000", normalized), CifarData.File("cifar10_test_batch", normalized));
        }

        yield return Split("KWS DS-CNN", "kws_dscnn_fp32.onnx", KeywordData.Clips, 9);
        yield return Split("MNIST", "mnist_cntk_opset8.onnx", DigitData.Digits, 20);
        foreach (int opset in new[] { 17, 13 })
        {
            yield return new LabelledModel($"BERT SST-2 opset {opset}", $"minibert_sst2_fp32_opset{opset}.onnx", SentenceData.File("sst2_calib_ids"), SentenceData.File("sst2_test_ids"));
        }
    }

    /// <summary>Where there is only a test set, every n-th of its rows is for calibration and for nothing else: some sets are in order of class.</summary>
    private static LabelledModel Split(string name, string file, RowSource all, int step) =>
        new(name, file, all.Where(i => i % step == 0), all.Where(i => i % step != 0));
}
