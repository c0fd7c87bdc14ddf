using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Tensor = TorchSharp.torch.Tensor;

namespace Examples;

/// <summary>Scores images with the exported file in ONNX Runtime and with the network it came from.</summary>
internal static class ExportCheck
{
    public static double LargestDifference(string modelFile, FashionNet network, Tensor images)
    {
        using Tensor expected = Trainer.Scores(network, images);
        using var session = new InferenceSession(modelFile);
        var input = new DenseTensor<float>(images.data<float>().ToArray(), [.. images.shape.Select(size => (int)size)]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("image", input)]);
        return results[0].AsEnumerable<float>().Zip(expected.data<float>(), (actual, wanted) => (double)Math.Abs(actual - wanted)).Max();
    }
}
