namespace Microsoft.ML.Quantization.Tests.RandomGraphs;

/// <summary>Dense layers, their activations, and all that reads them in FP32.</summary>
internal sealed class RandomLinearGraph(int seed) : RandomGraph(seed, seed % 3 == 0 ? [1, 3, 16] : [1, 16])
{
    protected override void Grow(string tensor, long[] shape)
    {
        switch (Random.Next(10))
        {
            case 0 or 1 or 2:
                AddLinear(tensor, shape);
                break;
            case 3 or 4:
                AddActivation(tensor, shape);
                break;
            case 5:
                Add("Add", $"{tensor} {Like(shape)}", shape);
                break;
            case 6:
                Add("LayerNormalization", $"{tensor} {Weights(1, shape[^1])}", shape);
                break;
            case 7:
                Add("Mul", $"{tensor} {Like(shape)}", shape);
                break;
            case 8:
                Add(Random.Next(2) == 0 ? "Sigmoid" : "Softplus", tensor, shape);
                break;
            default:
                Add("Reshape", $"{tensor} {Shape(shape.Reverse())}", [.. shape.Reverse()]);
                break;
        }
    }

    /// <summary>A product, half of the time with its activation.</summary>
    private void AddLinear(string tensor, long[] shape)
    {
        long outputs = Random.Next(2) == 0 ? 16 : 12;
        long[] after = [.. shape[..^1], outputs];
        double size = Math.Sqrt(3.0 / shape[^1]);
        string made = shape.Length == 2 && Random.Next(2) == 0
            ? Add("Gemm", $"{tensor} {Weights(size, outputs, shape[^1])} {Weights(0.3, outputs)}", after, ("transB", 1))
            : Add("MatMul", $"{tensor} {Weights(size, shape[^1], outputs)}", after);
        if (Random.Next(2) == 0)
        {
            AddActivation(made, after);
        }
    }

    private string Shape(IEnumerable<long> sizes)
    {
        string name = $"shape_{Random.Next()}";
        Builder.Weights(name, [.. sizes], Input.Length);
        return name;
    }
}
