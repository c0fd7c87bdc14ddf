using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Tests.Onnx;

/// <summary>A model that is over its limit, which is set low: what happens to it happens to models over 2 GB.</summary>
internal static class BigModel
{
    public const long Limit = 100;

    public static OnnxModel Make(int seed = 1)
    {
        var random = new Random(seed);
        float[] weights = [.. Enumerable.Range(0, 1000).Select(_ => random.NextSingle())];
        ModelProto proto = new ModelBuilder(13).Input("x", 2, 100).Weights("w", weights, 100, 10).Weights("b", weights[..10], 10)
            .Node("Gemm", "x w b", "y").Output("y").Build();
        return new OnnxModel(proto, "big.onnx") { InlineLimit = Limit };
    }
}
