using Microsoft.ML.Quantization;

namespace Benchmarks;

/// <summary>What the training benchmark trains: real models as they are, and cases where post-training quantization fails.</summary>
internal static class TrainingScenarios
{
    private static readonly QuantizationOptions PerTensor = new() { PerChannel = false, OnlyWhereFaster = false, MaxCalibrationRows = 500 };
    private static readonly QuantizationOptions Equalized = PerTensor with { CrossLayerEqualization = true };
    private static readonly QuantizationOptions Everywhere = new() { OnlyWhereFaster = false, MaxCalibrationRows = 500 };

    public static IEnumerable<TrainingScenario> All(string scratch)
    {
        var (train, test) = (CifarData.File("cifar10_train10000", true), CifarData.File("cifar10_test_batch", true));
        var (rawTrain, rawTest) = (CifarData.File("cifar10_train10000", false), CifarData.File("cifar10_test_batch", false));
        var (heard, unheard) = (KeywordData.Clips.Where(i => i % 2 == 0), KeywordData.Clips.Where(i => i % 2 == 1));
        if (Assets.Model("resnet20_cifar10_fp32.onnx") is { } resnet20)
        {
            yield return new("ResNet-20", resnet20, train, test, Everywhere);
            yield return new("ResNet-20, one scale a tensor", resnet20, train, test, PerTensor);
            string apart = ChannelsApart.Write(resnet20, 3, Path.Combine(scratch, "apart.onnx"));
            yield return new("ResNet-20, channels apart", apart, train, test, PerTensor) { LearningRate = 1e-3 };
            yield return new("ResNet-20, channels apart, no labels", apart, train, test, PerTensor) { LearningRate = 1e-3, Labels = false };
        }

        if (Assets.Model("resnet8_cifar10_fp32.onnx") is { } resnet8)
        {
            yield return new("ResNet-8", resnet8, rawTrain, rawTest, Everywhere);
            string apart = ChannelsApart.Write(resnet8, 4, Path.Combine(scratch, "apart8.onnx"));
            yield return new("ResNet-8, channels far apart", apart, rawTrain, rawTest, PerTensor) { LearningRate = 1e-3 };
            yield return new("ResNet-8, channels far apart, no labels", apart, rawTrain, rawTest, PerTensor) { LearningRate = 1e-3, Labels = false };
            yield return new("ResNet-8, channels far apart, equalized", apart, rawTrain, rawTest, Equalized);
            yield return new("ResNet-8, channels far apart, equalized, no labels", apart, rawTrain, rawTest, Equalized) { Labels = false };
        }

        if (Assets.Model("kws_dscnn_fp32.onnx") is { } keywords)
        {
            yield return new("KWS DS-CNN", keywords, heard, unheard, Everywhere) { Epochs = 20 };
            yield return new("KWS DS-CNN, one scale a tensor", keywords, heard, unheard, PerTensor) { Epochs = 20, LearningRate = 1e-3 };
            yield return new("KWS DS-CNN, one scale a tensor, no labels", keywords, heard, unheard, PerTensor) { Epochs = 20, LearningRate = 1e-3, Labels = false };
        }

        if (Assets.Model("minibert_sst2_fp32_opset17.onnx") is { } encoder)
        {
            yield return new("BERT SST-2", encoder, SentenceText.File("train"), SentenceData.File("sst2_test_ids"), Everywhere) { Epochs = 2 };
        }

        if (Assets.Model("mobilenetv2_imagenet_fp32.onnx") is { } mobilenet)
        {
            var (calibration, validation) = (ImageNetData.Folder("imagenet_calib500", "input"), ImageNetData.Folder("imagenet_val650", "input"));
            yield return new("MobileNetV2, one scale a tensor, no labels", mobilenet, calibration, validation, PerTensor) { Epochs = 4, LearningRate = 5e-5, Labels = false };
            yield return new("MobileNetV2, one scale a tensor, equalized, no labels", mobilenet, calibration, validation, Equalized) { Epochs = 4, LearningRate = 5e-5, Labels = false };
        }
    }
}
