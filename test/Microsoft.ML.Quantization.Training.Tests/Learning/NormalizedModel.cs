using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Tests.Onnx;
using Microsoft.ML.Quantization.Training.Tests.Handlers;

namespace Microsoft.ML.Quantization.Training.Tests.Learning;

/// <summary>A classifier of <see cref="TinyImages"/> with BatchNormalization behind an activation or a Concat, where no convolution takes it in.</summary>
internal static class NormalizedModel
{
    // Where BatchNormalization has its inputs.
    public const int Scale = 1;
    public const int Shift = 2;
    public const int Mean = 3;
    public const int Variance = 4;

    public static OnnxModel Create(bool concat, bool equal = false)
    {
        int channels = concat ? 2 * TinyImages.Channels : TinyImages.Channels;
        var model = new ModelBuilder(17)
            .Input("Image", -1, 1, TinyImages.Size, TinyImages.Size)
            .Made("first", TinyImages.Channels, 1, 3, 3)
            .Made("other", TinyImages.Channels, 1, 3, 3)
            .Made("last", TinyImages.Classes, channels, TinyImages.Size, TinyImages.Size)
            .List("scale", Ones(channels)).List("shift", new float[channels])
            .List("mean", equal ? new float[channels] : All(channels, 0.3f)).List("variance", equal ? Ones(channels) : All(channels, 0.5f))
            .Node("Conv", "Image first", "c", ("pads", new[] { 1, 1, 1, 1 }))
            .Node("Relu", "c", "r");
        if (concat)
        {
            model.Node("Conv", "Image other", "o", ("pads", new[] { 1, 1, 1, 1 })).Node("Concat", "r o", "joined", ("axis", 1));
        }

        return model
            .Node("BatchNormalization", $"{(concat ? "joined" : "r")} scale shift mean variance", "n")
            .Node("Relu", "n", "p")
            .Node("Conv", "p last", "Scores")
            .Output("Scores")
            .Model();
    }

    public static NodeProto Normalization(OnnxModel model) => model.Graph.Node.Single(node => node.Is("BatchNormalization"));

    public static float[] Values(OnnxModel model, int input)
    {
        string name = Normalization(model).Input[input];
        return model.Floats(model.Graph.Initializer.Single(tensor => tensor.Name == name));
    }

    public static float[] Ones(int count) => All(count, 1);

    public static float[] All(int count, float value) => [.. Enumerable.Repeat(value, count)];
}
