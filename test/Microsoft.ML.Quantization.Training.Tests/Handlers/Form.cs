using Microsoft.ML.Quantization.Tests.Onnx;

namespace Microsoft.ML.Quantization.Training.Tests.Handlers;

/// <summary>Starts small models from x to y that show one form of an operator.</summary>
internal static class Form
{
    /// <summary>A model that reads x.</summary>
    public static ModelBuilder Of(long opset, params long[] shape) => new ModelBuilder(opset).Input("x", shape).Output("y");

    /// <summary>Adds made-up weights.</summary>
    public static ModelBuilder Made(this ModelBuilder model, string name, params long[] shape)
    {
        var random = new Random(name[0]);
        return model.Weights(name, [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(_ => random.NextSingle() - 0.5f)], shape);
    }

    /// <summary>Adds a scalar.</summary>
    public static ModelBuilder Scalar(this ModelBuilder model, string name, float value) => model.Weights(name, [value]);

    /// <summary>Adds a scalar.</summary>
    public static ModelBuilder Scalar(this ModelBuilder model, string name, long value) => model.Weights(name, [value]);
}
